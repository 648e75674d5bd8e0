import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import { type ApiError, toApiError } from '@heddle/client';
import { api, oversizedCall, type Chaincode, type InvokeResult } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { HashComponent } from '../../../ui/hash/hash.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { METADATA_FUNCTION, functionsOf, offeredFor, type ContractFunction } from './contract-metadata';
import { PayloadViewComponent } from './payload-view.component';
import { CallOptionsComponent } from './try/call-options.component';
import { noOptions, transientOf } from './try/call-options';
import { argumentsOf, readable, withCall, type Call } from './try-call';

/** What a call gave back; `base64` where it is no text. */
interface Returned {
  readonly result: string;
  readonly base64: string | null;
}

type Outcome = Returned & ({ kind: 'query' } | { kind: 'invoke'; committed: InvokeResult });

const returned = (answer: { result: string; resultBase64?: string | undefined }): Returned => ({
  result: answer.result,
  base64: answer.resultBase64 ?? null,
});

/** Calls a chaincode's functions: Evaluate reads, Submit writes and waits for the commit. */
@Component({
  selector: 'app-try-panel',
  imports: [
    CallOptionsComponent,
    ErrorPanelComponent,
    HashComponent,
    IconComponent,
    MatAutocompleteModule,
    MatButtonModule,
    MatCheckboxModule,
    MatFormFieldModule,
    MatInputModule,
    MatProgressBarModule,
    PayloadViewComponent,
    RouterLink,
    TranslocoDirective,
  ],
  templateUrl: './try-panel.component.html',
  styleUrl: './try-panel.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TryPanelComponent {
  readonly #client = inject(ApiClient);
  protected readonly session = inject(SessionStore);
  protected readonly connectivity = inject(Connectivity);
  readonly chaincode = input.required<Chaincode>();
  readonly organizations = input.required<readonly string[]>();

  protected readonly fn = signal('');
  protected readonly args = signal<readonly string[]>([]);
  protected readonly raw = signal<string | null>(null);
  protected readonly options = signal(noOptions);
  protected readonly policy = computed(() => this.chaincode().definition.endorsementPolicy);
  /** The Init call of a definition that asks for one. */
  protected readonly isInit = signal(false);
  protected readonly history = signal<readonly Call[]>([]);
  protected readonly outcome = signal<Outcome | null>(null);
  protected readonly error = signal<ApiError | null>(null);
  protected readonly busy = signal(false);

  /** What the chaincode says of itself; null until it was asked. */
  protected readonly functions = signal<readonly ContractFunction[] | null>(null);
  /** Why it said nothing. */
  protected readonly undescribed = signal('');
  /** Why nothing answered; empty when the chaincode itself refused the question. */
  protected readonly unanswered = signal('');
  protected readonly described = computed(() => this.functions()?.find(({ name }) => name === this.fn()) ?? null);
  /** Whether the name is being typed: then only what it may become is offered, else everything. */
  protected readonly typing = signal(false);
  protected readonly offered = computed(() => offeredFor(this.functions() ?? [], this.fn(), this.typing()));
  /** An upgrade may describe other functions. */
  readonly #definition = computed(() => this.chaincode().definition.id);

  protected readonly parsedArgs = computed(() => {
    const text = this.raw();
    return text === null ? this.args() : argumentsOf(text);
  });
  readonly #transient = computed(() => transientOf(this.options().transient));
  /** The API refuses such a call before it asks a peer. */
  protected readonly oversized = computed(
    () => oversizedCall({ args: this.parsedArgs() ?? [], transient: this.#transient() ?? {} }) !== undefined,
  );
  protected readonly ready = computed(
    () =>
      this.fn().trim() !== '' &&
      this.parsedArgs() !== null &&
      this.#transient() !== null &&
      !this.oversized() &&
      !this.busy() &&
      this.connectivity.online(),
  );
  protected readonly shown = computed(() => readable(this.outcome()?.result ?? ''));

  constructor() {
    effect(() => {
      this.#definition();
      untracked(() => void this.#describe());
    });
  }

  /** Takes a function's name; one that is described gets exactly its arguments, keeping what was typed. */
  protected choose(name: string): void {
    this.fn.set(name);
    const described = this.described();
    if (described === null) return;
    const args = this.args();
    this.args.set(described.parameters.map((_, index) => args[index] ?? ''));
  }

  protected signature({ parameters }: ContractFunction): string {
    return parameters.map(({ name, type }) => `${name}: ${type}`).join(', ');
  }

  protected setArgument(index: number, value: string): void {
    this.args.update((args) => args.map((arg, position) => (position === index ? value : arg)));
  }

  protected removeArgument(index: number): void {
    this.args.update((args) => args.filter((_, position) => position !== index));
  }

  /** Both modes edit the same arguments; text that is no array of strings keeps the raw mode open. */
  protected toggleRaw(raw: boolean): void {
    if (raw) {
      this.raw.set(JSON.stringify(this.args()));
      return;
    }
    const parsed = this.parsedArgs();
    if (parsed === null) return;
    this.args.set(parsed);
    this.raw.set(null);
  }

  /** Fills the form from an earlier call and fires nothing. */
  protected refill(call: Call): void {
    this.fn.set(call.fn);
    this.args.set(call.args);
    this.raw.set(null);
  }

  protected callText({ fn, args }: Call): string {
    return `${fn}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
  }

  protected evaluate(): Promise<void> {
    return this.#call(async (input) => {
      return { kind: 'query', ...returned(await this.#client.ask(api.chaincodes.query, input)) };
    });
  }

  protected submit(): Promise<void> {
    return this.#submit({ isInit: this.isInit() && this.chaincode().definition.initRequired });
  }

  /** Submits the same call as Init: peers asked for it, whatever the definition says here. */
  protected async submitAsInit(): Promise<void> {
    await this.#submit({ isInit: true });
    // Before Init, the chaincode could not describe itself.
    if (this.error() === null) await this.#describe();
  }

  #submit(how: { isInit: boolean }): Promise<void> {
    return this.#call(async ({ params, body }) => {
      const committed = await this.#client.ask(api.chaincodes.invoke, { params, body: { ...body, ...how } });
      // This version is initialized now: as Init, the next call would be refused.
      this.isInit.set(false);
      return { kind: 'invoke', committed, ...returned(committed) };
    });
  }

  /** Chaincode without the contract API refuses the question; its functions are then typed by hand. */
  async #describe(): Promise<void> {
    if (!this.session.may('transactions:evaluate')) return;
    try {
      const { chainId, channelId, id } = this.chaincode();
      const { result } = await this.#client.ask(api.chaincodes.query, {
        params: { chainId, channelId, chaincodeId: id },
        body: { fn: METADATA_FUNCTION },
      });
      this.functions.set(functionsOf(result));
    } catch (error) {
      const { code, message } = toApiError(error);
      this.undescribed.set(message);
      this.unanswered.set(code === 'endorsement_refused' ? '' : message);
      this.functions.set([]);
    }
  }

  async #call(ask: (input: ReturnType<TryPanelComponent['inputOf']>) => Promise<Outcome>): Promise<void> {
    const call = { fn: this.fn().trim(), args: [...(this.parsedArgs() ?? [])] };
    // At once: a list that moves when the answer comes would move under the reader's pointer.
    this.history.update((history) => withCall(history, call));
    this.busy.set(true);
    this.error.set(null);
    this.outcome.set(null);
    try {
      this.outcome.set(await ask(this.inputOf(call)));
    } catch (error) {
      this.error.set(toApiError(error));
    } finally {
      this.busy.set(false);
    }
  }

  private inputOf({ fn, args }: { fn: string; args: string[] }) {
    const { chainId, channelId, id } = this.chaincode();
    const { organization, endorsing } = this.options();
    return {
      params: { chainId, channelId, chaincodeId: id },
      body: {
        fn,
        args,
        transient: this.#transient() ?? {},
        ...(organization === null ? {} : { organization }),
        ...(endorsing.length === 0 ? {} : { endorsingOrganizations: [...endorsing] }),
      },
    };
  }
}
