// The style sheet of a report page: one measure of text, figures on white cards, light and dark, phone and A4.

export const PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1b1b;--soft:#5a5a5a;--rule:#d9d9d6;--wash:#f5f5f2;--accent:#0b5c94;--warn-paper:#fff4d6;--warn-ink:#5c4300}
@media (prefers-color-scheme:dark){:root{--paper:#16181a;--ink:#e6e6e3;--soft:#a6a8a8;--rule:#383c3f;--wash:#202326;--accent:#7cc0f2;--warn-paper:#3a3010;--warn-ink:#f4dd9a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 "DejaVu Sans",Verdana,Arial,sans-serif;font-size:.9375rem;overflow-wrap:break-word}
.banner{max-width:none;margin:0;padding:.5rem 1.25rem;background:var(--warn-paper);color:var(--warn-ink);font-size:.8125rem;font-weight:bold;text-align:center}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1{max-width:32em;margin:0;font-size:1.75rem;line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
.subtitle{max-width:46em;margin:.5rem 0 0;color:var(--soft)}
.lead{max-width:40em;margin:1.25rem 0 0;font-size:1.0625rem;line-height:1.5}
section{margin-top:2.5rem;padding-top:.75rem;border-top:1px solid var(--rule)}
h2{margin:0 0 .75rem;font-size:1.1875rem;line-height:1.3}
.notes,.pairs,pre,main p{max-width:49em}
main p{margin:0 0 .875rem}
a{color:var(--accent);text-underline-offset:.15em}
code,pre{font-family:"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.9em}
code{padding:.05em .25em;background:var(--wash);border-radius:3px}
pre{margin:0 0 1rem;padding:.75rem 1rem;background:var(--wash);border:1px solid var(--rule);border-radius:4px;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere}
pre code{padding:0;background:none;font-size:1em}
figure{margin:1.25rem 0 1.75rem}
.card{padding:.5rem;background:#fff;border:1px solid var(--rule);border-radius:4px;overflow-x:auto}
.card svg{display:block;width:100%;max-width:60em;min-width:34em;height:auto;margin:0 auto}
figcaption,caption{color:var(--soft);font-size:.84375rem;line-height:1.45;text-align:left}
figcaption{max-width:54em;margin-top:.5rem}
figcaption b,caption b{color:var(--ink)}
.wide{margin:1.25rem 0 1.75rem;overflow-x:auto}
table{border-collapse:collapse;font-size:.84375rem;line-height:1.35;font-variant-numeric:lining-nums tabular-nums;border-bottom:1.5px solid var(--ink)}
caption{max-width:54em;padding-bottom:.5rem}
thead th{padding:.4rem .5rem;border-top:1.5px solid var(--ink);border-bottom:1px solid var(--ink);font-weight:bold;text-align:left;vertical-align:bottom}
thead .unit{display:block;color:var(--soft);font-weight:normal}
tbody td,tbody th{padding:.3rem .5rem;border-bottom:1px solid var(--rule);font-weight:normal;text-align:left;vertical-align:top}
tbody tr:last-child>*{border-bottom:0}
tr>:first-child{padding-left:.25rem}
tr>:last-child{padding-right:.25rem}
.right{text-align:right!important}tbody .right{white-space:nowrap}thead th{max-width:11em}
.centre{text-align:center!important}
.notes{margin:0 0 1rem;padding:0 0 0 1.1rem}
.notes li{margin:.3rem 0;padding-left:.2rem}
.pairs{display:grid;grid-template-columns:minmax(9em,max-content) 1fr;gap:.3rem 1.25rem;margin:0 0 1rem;font-variant-numeric:lining-nums tabular-nums}
.pairs dt{max-width:18em;color:var(--soft)}
.pairs dd{margin:0;overflow-wrap:anywhere}
footer{margin-top:3rem;padding-top:.75rem;padding-bottom:2.5rem;color:var(--soft);font-size:.8125rem}
footer p{border-top:1px solid var(--rule);padding-top:.75rem;max-width:none}
@media (max-width:36em){header{padding-top:1.5rem}h1{font-size:1.375rem}.lead{font-size:1rem}header,main,footer{padding-left:1rem;padding-right:1rem}.pairs{display:block}.pairs dt{margin-top:.5rem}.card{padding:.25rem}}
@media print{@page{size:A4;margin:16mm 15mm}:root{--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--wash:#f5f5f2;--accent:#000;--warn-paper:#fff;--warn-ink:#000}html{font-size:10pt}header,main,footer{max-width:none;padding-left:0;padding-right:0}header{padding-top:6mm}.banner{border:1px solid #000}section{margin-top:7mm}h1{font-size:17pt}h2{font-size:12pt;break-after:avoid}figure,tr,pre,.pairs{break-inside:avoid}.card{padding:0;border:0;overflow:visible}.card svg{min-width:0}.wide{overflow:visible}thead{display:table-header-group}table{font-size:8.5pt}}
`
  .trim()
  .replaceAll('\n', '');
