import { issueDraftOf, issueSchema, toIssue } from './issue-draft';

const draft = { ...issueDraftOf('org1'), name: ' alice ' };
const fieldsOf = (value: unknown) => [
  ...new Set((issueSchema['~standard'].validate(value).issues ?? []).flatMap(({ path }) => path ?? [])),
];

describe('the form of a new identity', () => {
  it('reads attributes line by line', () => {
    const attributes = 'abac.creator = true\n\ndepartment=a=b\nflag';
    expect(toIssue({ ...draft, attributes })).toEqual({
      organization: 'org1',
      name: 'alice',
      role: 'client',
      attributes: { 'abac.creator': 'true', department: 'a=b', flag: '' },
      days: 365,
    });
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'a/b' }, 'name'],
    [{ days: 0 }, 'days'],
    [{ attributes: 'hf.Type=admin' }, 'attributes'],
    [{ attributes: 'two words=1' }, 'attributes'],
  ])('refuses %j at its field', (wrong, field) => {
    expect(fieldsOf({ ...draft, ...wrong })).toEqual([field]);
  });

  it('is valid once it has a name', () => {
    expect(fieldsOf(draft)).toEqual([]);
  });
});
