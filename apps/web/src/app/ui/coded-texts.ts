import { inject, Injectable } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { TranslocoService } from '@jsverse/transloco';

/** A sentence of the server with its code, as `codedSentence` of the contracts. */
export interface CodedSentence {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly message: string;
}

/** Sentences of the server in the reader's language. */
@Injectable({ providedIn: 'root' })
export class CodedTexts {
  readonly #transloco = inject(TranslocoService);
  readonly #language = toSignal(this.#transloco.langChanges$);

  /** @param kind where the codes belong: `plannedStep` */
  of(kind: string, { code, params, message }: CodedSentence): string {
    const language = this.#language();
    const key = `${kind}.${code}`;
    try {
      const text = this.#transloco.translate(key, params, language);
      return text === key ? message : text;
    } catch {
      // A server of another version may not send each parameter of the sentence; its own sentence is complete.
      return message;
    }
  }
}
