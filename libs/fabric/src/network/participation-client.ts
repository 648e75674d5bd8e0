import { z } from 'zod';
import type { CallOptions } from './call-options';
import { CallTimeoutError, ProtocolError } from './errors';
import { exchangeHttps, type HttpsRequest, type HttpsResponse, type MutualTls } from './https-exchange';
import { ParticipationError } from './participation-errors';
import { pollUntil } from './retry';

export interface ParticipationClientOptions {
  /** `host:port` of the orderer's admin listener (`Admin.ListenAddress`). */
  readonly address: string;
  readonly tls: MutualTls;
}

const ChannelParticipation = z.object({
  name: z.string(),
  /** `consenter`, `follower`, `config-tracker` or `other`. */
  consensusRelation: z.string(),
  /** `active`, `inactive`, `onboarding` or `failed`. */
  status: z.string(),
  /** Number of blocks. */
  height: z.int(),
});

/** An orderer's part in one channel, as in Fabric's `orderer/common/types/channelinfo.go`. */
export type ChannelParticipation = Readonly<z.infer<typeof ChannelParticipation>>;

const ChannelList = z.object({
  systemChannel: z.object({ name: z.string() }).nullable(),
  channels: z.array(z.object({ name: z.string() })).nullable(),
});

const Failure = z.object({ error: z.string() });

const CHANNELS = '/participation/v1/channels';

/**
 * The channel participation API of one orderer, over mutual TLS
 * (Fabric's `orderer/common/channelparticipation/restapi.go`).
 *
 * Rejects with {@link ParticipationError}, {@link UnreachableError}, {@link TlsRefusedError} (also when the client
 * certificate was refused) or {@link CallTimeoutError}.
 */
export class ParticipationClient {
  readonly address: string;
  readonly #tls: MutualTls;

  constructor({ address, tls }: ParticipationClientOptions) {
    this.address = address;
    this.#tls = tls;
  }

  /** Joins the channel of a config block. `channel_already_joined` if joined before; see {@link ensureJoined}. */
  async join(configBlock: Uint8Array, options: CallOptions = {}): Promise<ChannelParticipation> {
    const response = await this.#send({
      method: 'POST',
      path: CHANNELS,
      // The API requires exactly one file part of this name.
      file: { field: 'config-block', name: 'config.block', bytes: configBlock },
      ...options,
    });
    if (response.status !== 201) throw this.#refusal(response);
    return this.#parse(ChannelParticipation, response);
  }

  /** Joins unless joined; also correct after a crash in between, and with concurrent callers. */
  async ensureJoined(
    channel: string,
    configBlock: Uint8Array,
    options: CallOptions = {},
  ): Promise<ChannelParticipation> {
    const before = await this.#find(channel, options);
    if (before !== undefined) return before;
    try {
      return await this.join(configBlock, options);
    } catch (error) {
      if (error instanceof ParticipationError && error.code === 'channel_already_joined') {
        return this.info(channel, options);
      }
      throw error;
    }
  }

  /** The names of the channels that this orderer has joined, sorted; a system channel is among them. */
  async list(options: CallOptions = {}): Promise<string[]> {
    const response = await this.#send({ method: 'GET', path: CHANNELS, ...options });
    if (response.status !== 200) throw this.#refusal(response);
    const { systemChannel, channels } = this.#parse(ChannelList, response);
    return [...(systemChannel ? [systemChannel] : []), ...(channels ?? [])].map(({ name }) => name).sort();
  }

  /** This orderer's part in a channel; `channel_not_joined` when it has none. */
  async info(channel: string, options: CallOptions = {}): Promise<ChannelParticipation> {
    const response = await this.#send({ method: 'GET', path: pathOf(channel), ...options });
    if (response.status !== 200) throw this.#refusal(response);
    return this.#parse(ChannelParticipation, response);
  }

  /** Leaves the channel, deletes its ledger, and waits until it is gone. `channel_not_joined` when it never joined. */
  async remove(channel: string, options: CallOptions = {}): Promise<void> {
    const response = await this.#send({ method: 'DELETE', path: pathOf(channel), ...options });
    if (response.status !== 204) throw this.#refusal(response);
    await this.#untilGone(channel, options);
  }

  /** Leaves the channel if this orderer is in it; also waits for a removal that is already in progress. */
  async ensureRemoved(channel: string, options: CallOptions = {}): Promise<void> {
    try {
      await this.remove(channel, options);
    } catch (error) {
      if (!(error instanceof ParticipationError)) throw error;
      if (error.code === 'channel_removal_pending') await this.#untilGone(channel, options);
      else if (error.code !== 'channel_not_joined') throw error;
    }
  }

  async #untilGone(channel: string, options: CallOptions): Promise<void> {
    await pollUntil(
      async (attempt) => {
        const found = await this.#find(channel, attempt);
        return found === undefined ? true : undefined;
      },
      (cause) => new CallTimeoutError(this.address, `the removal of channel ${channel}`, { cause }),
      options,
    );
  }

  async #find(channel: string, options: CallOptions): Promise<ChannelParticipation | undefined> {
    const response = await this.#send({ method: 'GET', path: pathOf(channel), ...options });
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw this.#refusal(response);
    return this.#parse(ChannelParticipation, response);
  }

  #send(request: Omit<HttpsRequest, 'address' | 'tls'>): Promise<HttpsResponse> {
    return exchangeHttps({ ...request, address: this.address, tls: this.#tls });
  }

  #parse<T>(schema: z.ZodType<T>, { text }: HttpsResponse): T {
    const parsed = schema.safeParse(json(text));
    if (!parsed.success) throw new ProtocolError(this.address, text.slice(0, 200));
    return parsed.data;
  }

  #refusal({ status, text }: HttpsResponse): ParticipationError {
    const failure = Failure.safeParse(json(text));
    return new ParticipationError(this.address, status, failure.success ? failure.data.error : text);
  }
}

function pathOf(channel: string): string {
  return `${CHANNELS}/${encodeURIComponent(channel)}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
