import { crc32 } from 'node:zlib';

/** Magic, method deflate, no flags, no modification time, no extra flags, operating system unknown (RFC 1952). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

const LARGEST_BLOCK = 0xffff;

/**
 * Wraps bytes as gzip without compressing them (RFC 1951, 3.2.4). A package id is a hash over these bytes, and a
 * compressor's output changes with zlib's version and the processor; stored blocks are the same everywhere.
 */
export function gzipStored(bytes: Uint8Array): Buffer {
  const blocks: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < bytes.length; start += LARGEST_BLOCK) {
    const block = bytes.subarray(start, start + LARGEST_BLOCK);
    blocks.push(blockHeader(block.length, start + block.length >= bytes.length ? 'last' : 'more'), block);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([HEADER, ...blocks, trailer]);
}

function blockHeader(length: number, position: 'last' | 'more'): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(position === 'last' ? 1 : 0, 0);
  header.writeUInt16LE(length, 1);
  header.writeUInt16LE(~length & 0xffff, 3);
  return header;
}
