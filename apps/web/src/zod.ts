import * as z from './zod-parts';

/**
 * What `zod` means in the browser's bundle (see tsconfig.app.json): the schema builders without the messages of fifty
 * languages and the JSON-schema converters that the package's own `z` drags along.
 */
export { z };
