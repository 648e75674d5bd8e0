import type { Request, Response } from 'express';
import { API_PREFIX } from '@heddle/contracts';

const NAME = 'heddle_refresh';
/** Only these routes receive the cookie. */
const PATH = `${API_PREFIX}/auth`;

export function setRefreshCookie(
  request: Request,
  response: Response,
  token: { value: string; expiresAt: Date },
): void {
  response.cookie(NAME, token.value, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.secure,
    path: PATH,
    expires: token.expiresAt,
  });
}

export function clearRefreshCookie(response: Response): void {
  response.clearCookie(NAME, { httpOnly: true, sameSite: 'strict', path: PATH });
}

export function readRefreshCookie(request: Request): string | undefined {
  return cookieValue(request.headers.cookie ?? '', NAME);
}

/** One cookie of a `Cookie` header. The values that Heddle sets need no decoding. */
export function cookieValue(header: string, name: string): string | undefined {
  const pair = header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1);
  return value === '' ? undefined : value;
}
