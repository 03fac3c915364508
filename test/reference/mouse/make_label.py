# Label in the whole animal and in five voxels, in concentrations, by scipy DOP853 at rtol 1e-12; see ORIGIN.md.
import json, sys
import numpy as np
from scipy.integrate import solve_ivp

inputs = json.load(open(sys.argv[1]))
V, SP, FL = inputs['values'], inputs['spaces'], inputs['flows']
name = [s['name'] for s in SP]
idx = {n: i for i, n in enumerate(name)}
N = len(SP)
T1 = np.array([V['fumarateT1_s'], V['malateT1_s'], V['malateT1_s']])
Q = {(f['from'], f['to']): f['flow_mLPerS'] for f in FL}
INJ = dict(volume_mL=0.2, duration_s=7.0, c=40.0, p=0.3, t1=60.0)
# voxel parts: (voxel, tissue, share)
PARTS = [(0, 'liver', .5), (1, 'liver', 1.), (0, 'necroticLiver', .5), (2, 'muscle', .7), (2, 'aorta', .3), (3, 'kidneyCortex', 1.)]
B1 = np.array([.99, .9, .8, .95, 1.])
KEPT = lambda line: B1 if line == 0 else np.full(5, [0, .7, .8][line])
GFR = V['filtrationFraction'] * sum(q for (a, b), q in Q.items() if b == idx['kidneyCortex'])

def k_of(space, comp, F, M, saturable):
    if comp == 'p': k0 = V['plasmaFumarase_perS'] * inputs['necrotic']
    else: k0 = V['fumaraseOpen_perS'] * V['mitochondrialRelease'] if name[space] == 'necroticLiver' else 0.
    return k0 / (1 + F / V['kmFumarate_mM'] + M / V['kmMalate_mM']) if saturable else k0

def exchange(space, cp, ct, F, relax, saturable, tot):
    """Own kinetics of a space's plasma and tissue concentrations [3], without blood flow in."""
    s = SP[space]; vp, vt, ps = s['plasma_mL'], s['tissue_mL'], s['exchange_mLPerS']
    out = sum(q for (a, b), q in Q.items() if a == space)
    dp = -out / vp * cp
    kp = k_of(space, 'p', tot[0][0], tot[0][1] + tot[0][2], saturable)
    r = kp * cp[0] - kp / V['fumaraseKeq'] * (cp[1] + cp[2])
    half = lambda c, k: np.array([-k * c[0] + k / V['fumaraseKeq'] * (c[1] + c[2]), k / 2 * c[0] - k / V['fumaraseKeq'] * c[1], k / 2 * c[0] - k / V['fumaraseKeq'] * c[2]])
    dp = dp + half(cp, kp) - relax * cp / T1
    if name[space] == 'kidneyCortex': dp = dp - GFR / vp * cp
    if vt == 0: return dp, np.zeros(3)
    kt = k_of(space, 't', tot[1][0], tot[1][1] + tot[1][2], saturable)
    dp = dp + ps / vp * (ct - cp)
    dt = ps / vt * (cp - ct) + half(ct, kt) - relax * ct / (T1 * V['tissueT1Share'])
    if s.get('organ') and name[space] != 'necroticLiver': dt = dt - np.array([V['fumarateUptake_perS'], 0, 0]) * ct
    return dp, dt

def inflow(space, P):
    vp = SP[space]['plasma_mL']
    return sum(q / vp * P[a] for (a, b), q in Q.items() if b == space)

def rhs(t, y, injecting, saturable):
    A = y.reshape(-1, 2, 3)              # [animal spaces, totals of them, parts][plasma, tissue][line]
    lab, tot, par = A[:N], A[N:2*N], A[2*N:]
    d = np.zeros_like(A)
    for s in range(N):
        for block, relax, off in ((lab, 1., 0), (tot, 0., N)):
            dp, dt = exchange(s, block[s, 0], block[s, 1], None, relax, saturable, tot[s])
            dp = dp + inflow(s, block[:, 0])
            if s == idx['venaCava'] and injecting:
                c = INJ['c'] * (INJ['p'] * np.exp(-t / INJ['t1']) if relax else 1.)
                dp = dp + np.array([INJ['volume_mL'] / INJ['duration_s'] * c / SP[s]['plasma_mL'], 0, 0])
            d[off + s, 0], d[off + s, 1] = dp, dt
    for i, (_, tissue, _) in enumerate(PARTS):
        s = idx[tissue]
        dp, dt = exchange(s, par[i, 0], par[i, 1], None, 1., saturable, tot[s])
        d[2*N + i, 0], d[2*N + i, 1] = dp + inflow(s, lab[:, 0]), dt
    return d.ravel()

def run(saturable, times):
    y = np.zeros((2*N + len(PARTS)) * 6); now = 0.; rows = []
    for t in times:
        for a, b, inj in ((now, min(t, INJ['duration_s']), True), (max(now, INJ['duration_s']), t, False)):
            if b > a:
                y = solve_ivp(rhs, (a, b), y, method='DOP853', rtol=1e-12, atol=1e-15, args=(inj, saturable)).y[:, -1]
        now = t
        A = y.reshape(-1, 2, 3); lab, par = A[:N], A[2*N:]
        out = np.zeros((3, 5))
        amount = np.zeros((len(PARTS), 2, 3))
        for i, (v, tissue, share) in enumerate(PARTS):
            s = SP[idx[tissue]]
            amount[i, 0] = par[i, 0] * (s['plasma_mL'] / s['volume_mL'])
            amount[i, 1] = par[i, 1] * (s['tissue_mL'] / s['volume_mL'])
            out[:, v] += share * amount[i].sum(0)
        rows.append(out.tolist())
        for line in range(3):
            kept = KEPT(line); flat = line != 0
            for s in range(N):
                for c in range(2):
                    mine = [(i, p) for i, p in enumerate(PARTS) if p[1] == name[s]]
                    before = sum(p[2] * amount[i, c, line] for i, p in mine)
                    if flat: mean = kept[0]
                    elif not mine: mean = kept.mean()
                    elif before > 0: mean = sum(p[2] * amount[i, c, line] * kept[p[0]] for i, p in mine) / before
                    else: mean = sum(p[2] * kept[p[0]] for i, p in mine) / sum(p[2] for i, p in mine)
                    lab[s, c, line] *= 1 - SP[s]['seen'] * (1 - mean)
            for i, p in enumerate(PARTS): par[i, :, line] *= kept[p[0]]
        y = A.ravel()
    return rows

times = [1., 3., 6., 9., 12., 16., 20., 25., 30., 40.]
result = {'times_s': times, 'b1': B1.tolist(), 'keptMalate': [.7, .8], 'parts': PARTS,
          'firstOrder_mM': run(False, times), 'saturable_mM': run(True, times)}
json.dump(result, open(sys.argv[2], 'w'))
