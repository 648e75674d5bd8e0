import { defaultProject, isSameProject, projectLabel, type ChaincodeProject, type Language } from '@heddle/contracts';
import type { ChaincodeSourceEntity } from '@heddle/data';
import { invalidField } from '../errors/api-error';

/**
 * The language of the chosen project. A source that was uploaded before projects were listed contains one project.
 *
 * @throws ApiError `validation_failed`
 */
export function projectLanguage(
  { projects, language }: Pick<ChaincodeSourceEntity, 'projects' | 'language'>,
  wanted: ChaincodeProject | undefined,
): Language {
  if (projects === null && wanted === undefined) return language;
  if (projects === null)
    throw invalidField('origin.project', 'upload the source again so that its projects are listed');
  const chosen =
    wanted === undefined ? defaultProject(projects) : projects.find((project) => isSameProject(project, wanted));
  if (chosen !== undefined) return chosen.language;
  throw invalidField(
    'origin.project',
    `choose one of the projects in the source: ${projects.map(projectLabel).join(', ')}`,
  );
}
