import { StreamableFile } from '@nestjs/common';
import { writeZip } from '@heddle/artifacts';
import { inFolder, type FileTree } from '@heddle/fabric';

/** A file that is created in memory for one request and not stored. */
export interface Download {
  readonly name: string;
  readonly content: Buffer;
}

/** A safe file name for any identity name. */
export const fileName = (text: string): string => text.replace(/[^A-Za-z0-9._@-]/g, '_');

/** A zip archive named after its only folder. */
export function zipped(folder: string, files: FileTree): Download {
  return { name: `${folder}.zip`, content: writeZip(inFolder(folder, files), new Date()) };
}

/** The answer that a browser saves as a file. */
export function attachment({ name, content }: Download, type: string): StreamableFile {
  return new StreamableFile(content, { type, disposition: `attachment; filename="${name}"`, length: content.length });
}
