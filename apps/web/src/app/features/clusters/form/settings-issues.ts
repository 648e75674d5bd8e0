import type { Issue } from '../../../ui/forms/issue-message';
import type { SettingsDraft, VariableDraft } from './settings-draft';

type Located = Issue & { path?: readonly PropertyKey[] };

/** Issues of settings at the fields of their form, where variables are rows and not keys of a record. */
export function settingsIssues({ buildEnvironment }: SettingsDraft, issues: readonly Located[]): Located[] {
  return [...issues.map((issue) => atRow(buildEnvironment, issue)), ...duplicates(buildEnvironment)];
}

function atRow(rows: readonly VariableDraft[], issue: Located): Located {
  const [settings, field, key] = issue.path ?? [];
  if (settings !== 'settings' || field !== 'buildEnvironment' || key === undefined) return issue;
  const index = rows.findIndex(({ name }) => name.trim() === key);
  const wrongName = issue.code === 'invalid_key';
  return {
    ...issue,
    // To its reader a key that the record refuses is a text in the wrong format.
    ...(wrongName && { code: 'invalid_format' }),
    path: [settings, field, index, wrongName ? 'name' : 'value'],
  };
}

function duplicates(rows: readonly VariableDraft[]): Located[] {
  const names = rows.map(({ name }) => name.trim());
  return names.flatMap((name, index) =>
    name === '' || names.indexOf(name) === index
      ? []
      : [{ code: 'custom', message: 'is there twice', path: ['settings', 'buildEnvironment', index, 'name'] }],
  );
}
