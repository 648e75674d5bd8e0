import { hkdfSync } from 'node:crypto';
import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { Role, UserId } from '@heddle/contracts';
import { ApiError } from '../errors/api-error';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
const ISSUER = 'heddle';
const ALGORITHM = 'HS256';

const Claims = z.object({ sub: UserId, name: z.string(), role: Role, sid: z.string(), exp: z.int() });

export interface AccessClaims {
  readonly userId: UserId;
  readonly username: string;
  readonly role: Role;
  readonly sessionId: string;
}

export interface VerifiedClaims extends AccessClaims {
  /** Unix time in seconds. */
  readonly expiresAt: number;
}

/** Short-lived bearer tokens, signed with a separate key that is derived from the master key. */
export class AccessTokens {
  readonly #key: Uint8Array;

  constructor(masterKey: Uint8Array) {
    this.#key = new Uint8Array(hkdfSync('sha256', masterKey, '', 'heddle access token', 32));
  }

  issue(claims: AccessClaims): Promise<string> {
    return new SignJWT({ name: claims.username, role: claims.role, sid: claims.sessionId })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setSubject(claims.userId)
      .setIssuedAt()
      .setExpirationTime(`${String(ACCESS_TOKEN_SECONDS)}s`)
      .sign(this.#key);
  }

  /** @throws ApiError `unauthenticated` for a token that is forged, expired or not from this installation */
  async verify(token: string): Promise<VerifiedClaims> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { issuer: ISSUER, algorithms: [ALGORITHM] });
      const claims = Claims.parse(payload);
      return {
        userId: claims.sub,
        username: claims.name,
        role: claims.role,
        sessionId: claims.sid,
        expiresAt: claims.exp,
      };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) throw unauthenticated(error);
      throw error;
    }
  }
}

export function unauthenticated(cause?: unknown): ApiError {
  return new ApiError('unauthenticated', 'Sign in to continue: the access token is missing, expired or not valid.', {
    cause,
    remedy: 'Call POST /api/v1/auth/refresh, or sign in again.',
  });
}
