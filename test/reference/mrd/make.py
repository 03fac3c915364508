# Small MRD files by h5py: chunked and packed, and in the newest layout of HDF5. Run: python3 make.py
import h5py, numpy as np
src = h5py.File('../../../../shared/data/formats/mrd/shepp_logan_32.h5')
dtype = src['dataset/data'].dtype
xml = src['dataset/xml'][0].decode()
for name, how, libver in [('packed', dict(chunks=(4,), compression='gzip', shuffle=True, fletcher32=True), 'earliest'),
                          ('plain', dict(), 'earliest'), ('latest', dict(chunks=(4,)), 'latest')]:
    with h5py.File(f'{name}.h5', 'w', libver=libver) as f:
        g = f.create_group('dataset')
        g.create_dataset('xml', data=[xml], dtype=h5py.string_dtype())
        d = g.create_dataset('data', (6,), dtype=dtype, **how)
        for n in range(6):
            a = np.zeros((), dtype)
            a['head']['version'] = 1
            a['head']['number_of_samples'] = 5
            a['head']['active_channels'] = 2
            a['head']['center_sample'] = 2
            a['head']['idx']['kspace_encode_step_1'] = n
            a['head']['sample_time_us'] = 8
            a['head']['flags'] = (1 << 21) if n % 2 else 0
            r = np.empty(1, dtype)
            r['head'][0] = a['head']
            r['traj'][0] = np.zeros(0, np.float32)
            r['data'][0] = (np.arange(20) + 100 * n).astype(np.float32)
            d[n : n + 1] = r
