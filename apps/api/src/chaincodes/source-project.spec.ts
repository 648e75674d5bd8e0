import type { ChaincodeProject } from '@heddle/contracts';
import { projectLanguage } from './source-project';

const go: ChaincodeProject = { path: 'cc', language: 'go' };
const node: ChaincodeProject = { path: 'cc', language: 'node' };
const source = { language: 'go' as const, projects: [go, node] };

describe('the project of a source', () => {
  it('is the named one, or the only one', () => {
    expect(projectLanguage(source, node)).toBe('node');
    expect(projectLanguage({ ...source, projects: [node] }, undefined)).toBe('node');
    expect(projectLanguage({ ...source, projects: null }, undefined)).toBe('go');
  });

  it('must be chosen if there are several, which are listed', () => {
    const message = 'origin.project: choose one of the projects in the source: cc (go), cc (node)';
    expect(() => projectLanguage(source, undefined)).toThrow(message);
    expect(() => projectLanguage(source, { path: '', language: 'go' })).toThrow(message);
  });

  it('cannot be chosen in a source whose projects are unknown', () => {
    expect(() => projectLanguage({ ...source, projects: null }, go)).toThrow('upload the source again');
  });
});
