import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import busboy, { type Busboy } from 'busboy';
import type { Request } from 'express';
import { ApiError, invalidField } from '../errors/api-error';

/** Maximum size of an upload in bytes. */
export const MAX_UPLOAD_BYTES = 64 * 1_048_576;
/** Maximum number of bytes that are still read of a rejected form. */
const MAX_DRAINED_BYTES = MAX_UPLOAD_BYTES;
const FIELD = 'file';
const AS_FORM = `Send multipart/form-data, with its boundary, and the source in the field "${FIELD}".`;

export interface Upload {
  /** Temporary path until the file is kept or deleted. */
  readonly path: string;
  /** The client's file name, without folders. */
  readonly fileName: string;
}

/**
 * Streams the multipart field `file` to disk, up to the size limit and at most one file.
 *
 * @throws ApiError `malformed_request`, `payload_too_large`, `unsupported_media_type`, `validation_failed`
 */
export async function receiveUpload(request: Request, folder: string): Promise<Upload> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  try {
    return { path, fileName: await receive(request, path) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** @returns the file's name */
async function receive(request: Request, path: string): Promise<string> {
  const form = openForm(request);
  const files: Promise<string>[] = [];
  form.on('file', (field, content, { filename }) => {
    const wanted = field === FIELD && files.length === 0;
    const file = wanted ? store(content, path, filename ?? '') : refuse(content, field);
    files.push(file);
    // The reader of the form also gets the error; until then this prevents an unhandled rejection.
    file.catch((error: unknown) => form.destroy(error instanceof Error ? error : undefined));
  });
  await parsed(request, form);
  const [first] = await Promise.all(files);
  if (first === undefined) throw invalidField(FIELD, 'is missing: send the source as the multipart field "file"');
  return first;
}

function openForm(request: Request): Busboy {
  const type = request.headers['content-type'];
  if (type !== undefined && !/^multipart\/form-data\s*(;|$)/i.test(type)) {
    throw new ApiError('unsupported_media_type', 'The body is not a multipart form.', { remedy: AS_FORM });
  }
  try {
    return busboy({ headers: request.headers, limits: { files: 2, fields: 0, fileSize: MAX_UPLOAD_BYTES } });
  } catch (cause) {
    throw new ApiError('malformed_request', 'The body is not a multipart form.', { cause, remedy: AS_FORM });
  }
}

async function store(content: Readable & { truncated?: boolean }, path: string, name: string): Promise<string> {
  await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  if (content.truncated === true) {
    throw new ApiError('payload_too_large', `The file is larger than ${String(MAX_UPLOAD_BYTES)} bytes.`, {
      remedy: 'Leave out build output and downloaded dependencies.',
    });
  }
  return name.slice(-200);
}

function refuse(content: Readable, field: string): Promise<never> {
  // The form is aborted together with this stream, whose errors are not handled elsewhere.
  content.on('error', () => undefined).resume();
  return Promise.reject(invalidField(field, `only one file is accepted, in the field "${FIELD}"`));
}

/** Reads the whole form. A client that disconnects or sends an incomplete form is an error. */
async function parsed(request: Request, form: Busboy): Promise<void> {
  request.pipe(form);
  try {
    await Promise.all([finished(request), finished(form)]);
  } catch (error) {
    request.unpipe(form);
    form.destroy();
    drain(request);
    if (error instanceof ApiError) throw error;
    throw new ApiError('malformed_request', 'The form ends early or is not well-formed.', { cause: error });
  }
}

/**
 * Reads the rest of a rejected form, so that its client gets the answer instead of a reset. An endless form is cut off.
 */
function drain(request: Request): void {
  let left = MAX_DRAINED_BYTES;
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
}
