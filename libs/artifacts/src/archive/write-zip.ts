import { crc32, deflateRawSync } from 'node:zlib';

/** A file to write. Secret files are readable only by their owner. */
export interface ZipFile {
  readonly content: string | Uint8Array;
  readonly secret: boolean;
}

interface Packed {
  readonly name: Buffer;
  readonly header: Buffer;
  readonly data: Buffer;
  readonly mode: number;
  readonly offset: number;
}

const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0 supports folders and deflate. */
const VERSION = 20;
const MADE_ON_UNIX = 3 << 8;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
const REGULAR_FILE = 0o100000;

/**
 * A zip archive of small files in memory, with the modes that Unix restores. Readers of archives are in yauzl, which
 * cannot write.
 *
 * @param files by path, with `/` between the parts
 * @param modifiedAt the time of every file
 */
export function writeZip(files: Readonly<Record<string, ZipFile>>, modifiedAt: Date): Buffer {
  const packed: Packed[] = [];
  let offset = 0;
  for (const [path, file] of Object.entries(files)) {
    const entry = pack(path, file, { modifiedAt, offset });
    packed.push(entry);
    offset += 30 + entry.name.length + entry.data.length;
  }
  const local = packed.flatMap(({ header, name, data }) => [
    signed(LOCAL_FILE),
    VERSION_NEEDED,
    header,
    NONE,
    name,
    data,
  ]);
  const central = packed.flatMap(centralEntry);
  const centralSize = central.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...local, ...central, endRecord({ count: packed.length, centralSize, offset })]);
}

const signed = (signature: number): Buffer => uint32(signature);
const VERSION_NEEDED = uint16(VERSION);
/** No extra field. */
const NONE = uint16(0);

function pack(path: string, { content, secret }: ZipFile, at: { modifiedAt: Date; offset: number }): Packed {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
  const name = Buffer.from(path);
  const data = deflateRawSync(bytes);
  const header = Buffer.concat([
    uint16(UTF8_NAMES),
    uint16(DEFLATE),
    dosTime(at.modifiedAt),
    uint32(crc32(bytes)),
    uint32(data.length),
    uint32(bytes.length),
    uint16(name.length),
  ]);
  return { name, header, data, mode: REGULAR_FILE | (secret ? 0o600 : 0o644), offset: at.offset };
}

function centralEntry({ name, header, mode, offset }: Packed): Buffer[] {
  const comment = uint16(0);
  const disk = uint16(0);
  const internalAttributes = uint16(0);
  return [
    signed(CENTRAL_FILE),
    uint16(MADE_ON_UNIX | VERSION),
    VERSION_NEEDED,
    header,
    NONE,
    comment,
    disk,
    internalAttributes,
    uint32((mode << 16) >>> 0),
    uint32(offset),
    name,
  ];
}

function endRecord({ count, centralSize, offset }: { count: number; centralSize: number; offset: number }): Buffer {
  const disks = uint32(0);
  const comment = uint16(0);
  return Buffer.concat([
    signed(END),
    disks,
    uint16(count),
    uint16(count),
    uint32(centralSize),
    uint32(offset),
    comment,
  ]);
}

/** Time and date of MS-DOS: seconds in pairs, years since 1980. */
function dosTime(at: Date): Buffer {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return Buffer.concat([uint16(time), uint16(date)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
