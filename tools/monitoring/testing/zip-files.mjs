import { inflateRawSync } from 'node:zlib';

const LOCAL_FILE = 0x04034b50;
const HEADER = 30;

/**
 * The files of an archive as the API writes it: deflated, each size in its local header.
 * @param {Buffer} zip
 * @returns {[path: string, content: Buffer][]}
 */
export function zipFiles(zip) {
  /** @type {[string, Buffer][]} */
  const files = [];
  let at = 0;
  while (zip.readUInt32LE(at) === LOCAL_FILE) {
    const name = at + HEADER;
    const data = name + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
    const end = data + zip.readUInt32LE(at + 18);
    files.push([zip.toString('utf8', name, name + zip.readUInt16LE(at + 26)), inflateRawSync(zip.subarray(data, end))]);
    at = end;
  }
  return files;
}
