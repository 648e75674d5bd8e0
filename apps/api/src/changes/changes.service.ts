import { Injectable } from '@nestjs/common';
import { chainScope, type api, type Chain, type ChangePreview, type InputOf } from '@heddle/contracts';
import { chainView } from '@heddle/data';
import type { Principal } from '../http/request';
import { Acceptance, type Accepted } from '../requests/acceptance';
import { Messaging } from '../requests/messaging';
import { Resources } from '../resources';
import { planChange, requestChange } from './plan-change';
import { PoliciesInForce } from './policies-in-force';

/** Changes of chains that run: what each would do, and the operations that do it. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly resources: Resources,
    private readonly acceptance: Acceptance,
    private readonly messaging: Messaging,
    private readonly policies: PoliciesInForce,
  ) {}

  /** @throws ApiError as the change itself */
  async preview({ params, body }: InputOf<typeof api.changes.preview>): Promise<ChangePreview> {
    const policiesOf = await this.policies.read(params.chainId, body);
    return this.resources.database.snapshot(async (store) => {
      const { preview } = await planChange(store, await store.chains.get(params.chainId), { change: body, policiesOf });
      return preview;
    });
  }

  /** @throws ScopeBusyError, ApiError `validation_failed`, `invalid_state` */
  async request(
    { params: { chainId }, body }: InputOf<typeof api.changes.request>,
    caller: Principal,
  ): Promise<Accepted<Chain>> {
    const policiesOf = await this.policies.read(chainId, body);
    return this.acceptance.accept(async (accepting) => {
      const { store } = accepting;
      const chain = await store.chains.get(chainId);
      await store.scopes.assertFree(chainScope(chainId));
      const operation = await requestChange(accepting, { chain, change: body, policiesOf, caller });
      const view = async (): Promise<Chain> => {
        const changed = await chainView(store, await store.chains.update(chainId, {}));
        await this.messaging.live.announce(store, chainId, { topic: 'chain', chain: changed });
        return changed;
      };
      return { operation, view };
    });
  }
}
