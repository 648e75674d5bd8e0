export { ManifestRenderer, type ManifestRendererOptions } from './manifest-renderer';
export type { Manifest, RenderedManifests } from './manifest';
export { manifestText } from './manifest-text';
export { renderedManifests } from './rendered-manifests';
export { TemplateError } from './template-error';
