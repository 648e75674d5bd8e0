export { ManifestRenderer, type ManifestRendererOptions } from './manifest-renderer';
export type { Manifest, RenderedManifests } from './manifest';
export { TemplateError } from './template-error';
