import { setSourceMapsSupport } from 'node:module';

/**
 * Preloaded, so that stack traces name the original sources. `--enable-source-maps` would also read the maps of every
 * package at each start, which costs each process about 0.2 s and 20 MB.
 */
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
