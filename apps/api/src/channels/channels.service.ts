import { Injectable } from '@nestjs/common';
import { channelScope, type api, type ChainId, type Channel, type InputOf, type Page } from '@heddle/contracts';
import { channelView, channelViews } from '@heddle/data';
import { validationFailed } from '../http/input';
import type { Principal } from '../http/request';
import { assertAction } from '../chains/chain-rules';
import { Acceptance, type Accepted } from '../requests/acceptance';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';
import { findChannel, type ChannelKey } from './find-channel';

@Injectable()
export class ChannelsService {
  constructor(
    private readonly resources: Resources,
    private readonly acceptance: Acceptance,
    private readonly messaging: Messaging,
  ) {}

  /** @throws NameTakenError, ScopeBusyError, ApiError `invalid_state` or `validation_failed` */
  create(
    { params: { chainId }, body }: InputOf<typeof api.channels.create>,
    caller: Principal,
  ): Promise<Accepted<Channel>> {
    return this.acceptance.accept(async ({ store, request }) => {
      const chain = await store.chains.get(chainId);
      await assertAction(store, chain, 'createChannel');
      const all = await store.organizations.ofChain(chainId);
      const known = all.filter(({ kind }) => kind === 'peer').map(({ name }) => name);
      const organizations = body.organizations ?? known;
      assertKnown(organizations, known);
      const { id: channelId } = await store.channels.create({ chainId, name: body.name, organizations });
      const operation = await request({
        kind: 'channel.create',
        input: { chainId, channelId },
        chainId,
        scope: channelScope(channelId),
        subject: `${chain.name}/${body.name}`,
        requestedBy: caller.username,
      });
      const view = async (): Promise<Channel> => {
        const channel = await channelView(store, await store.channels.get(channelId));
        await this.messaging.live.announce(store, chainId, { topic: 'channel', channel });
        return channel;
      };
      return { operation, view };
    });
  }

  list(chainId: ChainId): Promise<Page<Channel>> {
    return this.resources.database.snapshot(async (store) => {
      await store.chains.get(chainId);
      return { items: await channelViews(store, await store.channels.ofChain(chainId)), nextCursor: null };
    });
  }

  get(key: ChannelKey): Promise<Channel> {
    return this.resources.database.snapshot(async (store) => channelView(store, await findChannel(store, key)));
  }
}

function assertKnown(organizations: readonly string[], known: readonly string[]): void {
  const errors = organizations.flatMap((name, index) =>
    known.includes(name)
      ? []
      : [{ path: `organizations.${String(index)}`, message: `${name} is not a peer organization of this chain` }],
  );
  if (errors.length > 0) throw validationFailed(errors);
}
