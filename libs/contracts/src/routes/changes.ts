import { Chain, acceptedOf } from '../chains';
import { ChainChange, ChangePreview } from '../changes';
import { route } from '../route';
import { chainParams } from './params';

export const changeRoutes = {
  preview: route('POST /chains/:chainId/changes/preview', {
    access: 'nodes:write',
    tag: 'Changes',
    summary: 'What a change of a chain would do, in order; refused like the change itself',
    params: chainParams,
    body: ChainChange,
    response: ChangePreview,
  }),
  request: route('POST /chains/:chainId/changes', {
    access: 'nodes:write',
    tag: 'Changes',
    summary: 'Change a chain that runs: add, remove, recreate, start, stop or restart its nodes',
    status: 202,
    params: chainParams,
    body: ChainChange,
    response: acceptedOf(Chain),
  }),
};
