import { ChainSpec, ordererWarnings } from '@heddle/contracts';
import { draftSchema } from '../../../ui/forms/standard-schema';
import {
  draftWarnings,
  forgetDraft,
  loadDraft,
  newDraft,
  newOrganization,
  saveDraft,
  toSpecInput,
} from './chain-draft';

const named = { ...newDraft(), name: 'supply' };

describe('a chain draft', () => {
  it('becomes a valid spec with nothing but a name', () => {
    const spec = ChainSpec.parse(toSpecInput(named));
    expect(spec.organizations.map(({ name, peers }) => [name, peers])).toEqual([
      ['org1', 2],
      ['org2', 2],
    ]);
    expect(spec.ordering.orderers).toBe(3);
  });

  it('leaves out what was left empty, so that the server’s defaults apply', () => {
    expect(toSpecInput(named).organizations[0]).toEqual({ name: 'org1', peers: 2 });
  });

  it('names a new organization by a name that is free', () => {
    expect(newOrganization([{ name: 'org1' }, { name: 'org3' }]).name).toBe('org2');
  });

  it('reports issues at the fields of the form', () => {
    const schema = draftSchema(ChainSpec, toSpecInput);
    const twice = { ...named, organizations: [newOrganization([]), newOrganization([])] };
    const result = schema['~standard'].validate(twice);
    expect(result.issues?.map(({ path }) => path?.join('.'))).toContain('organizations.1.name');
  });

  it('warns of a number of orderers as the contract does, and of none while it is not a number', () => {
    const withOrderers = (orderers: number) => ({ ...named, ordering: { ...named.ordering, orderers } });
    expect(draftWarnings(withOrderers(4))).toEqual(ordererWarnings(4));
    expect(draftWarnings(withOrderers(Number.NaN))).toEqual([]);
  });

  it('names a cluster only for the runtime that needs one', () => {
    const placed = { ...named, runtime: 'kubernetes' as const, cluster: 'east' };
    expect(ChainSpec.parse(toSpecInput(placed))).toMatchObject({ runtime: 'kubernetes', cluster: 'east' });
    expect(toSpecInput({ ...placed, runtime: 'local' })).not.toHaveProperty('cluster');
    const { issues } = draftSchema(ChainSpec, toSpecInput)['~standard'].validate({ ...placed, cluster: '' });
    expect(issues?.map(({ path }) => path?.join('.'))).toEqual(['cluster']);
  });

  it('survives a reload, and a draft that cannot be read is replaced by an empty one', () => {
    saveDraft(sessionStorage, named);
    expect(loadDraft(sessionStorage)).toEqual(named);
    sessionStorage.setItem('heddle.draft.chain', '{"organizations": 7}');
    expect(loadDraft(sessionStorage)).toEqual(newDraft());
    sessionStorage.setItem('heddle.draft.chain', '{');
    expect(loadDraft(sessionStorage)).toEqual(newDraft());
    forgetDraft(sessionStorage);
  });
});
