export * from './artifact-store';
export { UnsupportedArchiveError } from './archive/archive-errors';
export { type ArchiveFormat } from './archive/archive-format';
export { type ArchiveLimits, DEFAULT_ARCHIVE_LIMITS } from './archive/archive-limits';
export { detectLanguage, type DetectedProject } from './archive/detect-language';
export { extractArchive } from './archive/extract-archive';
export { type ArchiveInspection, hashFile, inspectArchive } from './archive/inspect-archive';
export type { ReadArchiveOptions } from './archive/read-archive';
export { writeZip, type ZipFile } from './archive/write-zip';
