import { inject, Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import type { Health, HealthReason } from '@heddle/contracts';
import { TranslocoService } from '@jsverse/transloco';
import type { StatusKind } from './tones';

/** The reasons of a health in the reader's language; messages of runtimes and tools stay as they are. */
@Injectable({ providedIn: 'root' })
export class HealthTexts {
  readonly #transloco = inject(TranslocoService);
  readonly #language = toSignal(this.#transloco.langChanges$);

  /** Empty for a status without a reason; only that reason if the status has no health. */
  of(reason: string | null, health: Health | null): string[] {
    if (reason === null) return [];
    return health === null || health.reasons.length === 0 ? [reason] : health.reasons.map((one) => this.#text(one));
  }

  #text({ code, params: { state, reason, ...params } }: HealthReason): string {
    const said = (key: string, values: Record<string, unknown>): string =>
      this.#transloco.translate(key, values, this.#language());
    return said(`health.${code}`, {
      ...params,
      detail: reason === undefined ? '' : said('health.detail', { reason }),
      state: state === undefined ? '' : said(`status.${kindOf(code)}.${String(state)}`, {}),
    });
  }
}

function kindOf(code: HealthReason['code']): StatusKind {
  if (code.startsWith('node_')) return 'node';
  return code.startsWith('chaincode_') ? 'chaincode' : 'chain';
}
