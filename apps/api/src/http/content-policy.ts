import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** A page's own nonce; Angular adds it to the styles of its components (`ngCspNonce`). */
export interface PageLocals {
  nonce: string;
}

/**
 * Security headers for all answers. Scripts come from this origin only; styles too, unless they have the page's nonce.
 * Inline scripts, eval and framing are forbidden.
 */
export function contentPolicy(): RequestHandler[] {
  const giveNonce = (_: Request, response: Response, next: NextFunction): void => {
    (response.locals as PageLocals).nonce = randomBytes(16).toString('base64');
    next();
  };
  const nonce = (_: unknown, response: unknown): string =>
    `'nonce-${((response as Response).locals as PageLocals).nonce}'`;
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", nonce],
        styleSrc: ["'self'", nonce],
        // Components set sizes and positions through the style attribute.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only a proxy that terminates TLS knows whether this origin is permanently reachable by https.
    strictTransportSecurity: false,
  });
  return [giveNonce, headers as RequestHandler];
}
