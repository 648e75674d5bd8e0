import { setSourceMapsSupport } from 'node:module';

/**
 * Loaded before a program: stack traces name our own sources. With `--enable-source-maps` the maps of every package
 * would be read at each start, too, which costs each process about 0.2 s and 20 MB.
 */
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
