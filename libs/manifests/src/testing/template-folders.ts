import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ManifestRenderer } from '../manifest-renderer';

/** Template text by path below the folder. */
export type Templates = Readonly<Record<string, string>>;

/** Folders with templates, for one spec file. */
export class TemplateFolders {
  readonly #root = mkdtempSync(join(tmpdir(), 'heddle-templates-'));
  #count = 0;

  /** Writes templates and returns their folder. */
  write(templates: Templates): string {
    const folder = join(this.#root, String(this.#count++));
    mkdirSync(folder);
    for (const [path, text] of Object.entries(templates)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  /** A renderer of defaults and, optionally, overrides. */
  renderer(templates: Templates, overrides?: Templates): ManifestRenderer {
    return new ManifestRenderer({
      templates: this.write(templates),
      ...(overrides === undefined ? {} : { overrides: this.write(overrides) }),
    });
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
