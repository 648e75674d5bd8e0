import { FabricError, type FabricErrorOptions } from '../fabric-error';
import type { ParticipationCode } from '../fabric-error-code';

const CODES: ReadonlyMap<number, ParticipationCode> = new Map([
  [404, 'channel_not_joined'],
  [405, 'channel_already_joined'],
  [409, 'channel_removal_pending'],
  [503, 'participation_disabled'],
]);

const REMEDIES: Readonly<Record<ParticipationCode, string>> = {
  channel_already_joined: 'Nothing is to be done, or remove the channel first to join it from another block.',
  channel_not_joined: 'Join the orderer to the channel first, or check the channel’s name.',
  channel_removal_pending: 'Wait until the orderer has removed the channel, then try again.',
  participation_disabled: 'Set ChannelParticipation.Enabled in orderer.yaml and restart the orderer.',
  participation_refused: 'Correct the config block; the orderer’s words say what it dislikes.',
  participation_failed: 'The orderer’s log says more.',
};

/** The orderer responded to a channel participation request with an error. */
export class ParticipationError extends FabricError {
  readonly code: ParticipationCode;

  constructor(
    readonly address: string,
    /** HTTP status. */
    readonly status: number,
    detail: string,
    context: Partial<FabricErrorOptions> = {},
  ) {
    const code = CODES.get(status) ?? (status < 500 ? 'participation_refused' : 'participation_failed');
    super(`${address} answered ${String(status)}: ${detail}`, {
      retryable: code === 'channel_removal_pending',
      remedy: REMEDIES[code],
      ...context,
    });
    this.code = code;
  }
}
