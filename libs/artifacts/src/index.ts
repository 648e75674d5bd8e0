export * from './artifact-store';
export { UnsupportedArchiveError } from './archive/archive-errors';
export { type ArchiveFormat } from './archive/archive-format';
export { type ArchiveLimits, DEFAULT_ARCHIVE_LIMITS } from './archive/archive-limits';
export { chooseProject, detectProjects } from './archive/detect-projects';
export { extractArchive } from './archive/extract-archive';
export { type ArchiveInspection, hashFile, inspectArchive } from './archive/inspect-archive';
export { type MetaInf, readMetaInf } from './archive/read-meta-inf';
export type { ReadArchiveOptions } from './archive/read-archive';
