import { newest, versionIn, type Version } from './version';

/** A version that a project's files require, and the text that requires it. */
export interface Wanted {
  readonly version: Version;
  readonly reason: string;
}

/** Where build files name their Java version; `1.8` is Java 8. */
const JAVA_VERSIONS: readonly RegExp[] = [
  /languageVersion(?:\.set\(|\s*=)\s*JavaLanguageVersion\.of\(\s*["']?(\d+)/g,
  /(?:source|target)Compatibility\s*(?:=\s*)?(?:JavaVersion\.)?(?:VERSION_|toVersion\()?["']?(?:1[._])?(\d+)/g,
  /options\.release(?:\.set\(|\s*=)\s*(\d+)/g,
  /<maven\.compiler\.(?:release|source|target)>\s*(?:1\.)?(\d+)/g,
  /<(?:release|source|target|java\.version)>\s*(?:1\.)?(\d+)/g,
];

/** The oldest JDK that compiles the Java version of a build file. */
export function wantedJdk(buildFile: string): Version | undefined {
  const found = JAVA_VERSIONS.flatMap((pattern) => [...buildFile.matchAll(pattern)].map(([, version]) => version));
  return newest(found.map((major) => ({ major: Number(major), minor: 0 })));
}

interface PluginNeed {
  readonly plugin: string;
  /** Keyed by the plugin's major version, newest first. */
  readonly from: readonly (readonly [major: number, gradle: Version])[];
}

/** The oldest Gradle for the plugins that pack a chaincode and its dependencies into one jar. */
const PLUGINS: readonly PluginNeed[] = [
  {
    plugin: 'com.gradleup.shadow',
    from: [
      [9, { major: 8, minor: 11 }],
      [8, { major: 8, minor: 3 }],
    ],
  },
  {
    plugin: 'com.github.johnrengelman.shadow',
    from: [
      [8, { major: 8, minor: 0 }],
      [7, { major: 7, minor: 0 }],
      [6, { major: 6, minor: 0 }],
      [5, { major: 5, minor: 0 }],
    ],
  },
];

/** The shadow plugin under any of its names. */
export function withShadow(buildFile: string): boolean {
  return /["'`(](?:com\.gradleup\.shadow|com\.github\.johnrengelman\.shadow)["'`)]/.test(buildFile);
}

/** The Gradle version that the plugins of a build file require. */
export function gradleOfPlugins(buildFile: string): readonly Wanted[] {
  return PLUGINS.flatMap(({ plugin, from }) => {
    const declaration = new RegExp(
      `["']${plugin.replaceAll('.', '\\.')}["']\\s*\\)?\\s*\\.?version\\s*\\(?\\s*["']([^"']+)`,
    );
    const [, text = ''] = declaration.exec(buildFile) ?? [];
    const version = versionIn(text);
    const need = from.find(([major]) => version !== undefined && version.major >= major);
    return need === undefined ? [] : [{ version: need[1], reason: `the plugin ${plugin} ${text} needs it` }];
  });
}

/** The distribution in a wrapper's properties. */
export function distributionUrl(properties: string): string | undefined {
  const [, url] = /^\s*distributionUrl\s*[=:]\s*(\S+)/m.exec(properties) ?? [];
  return url?.replaceAll('\\', '');
}

/** A Gradle wrapper requires its major version: each major version removes what the previous one deprecated. */
export function gradleOfWrapper(properties: string): readonly Wanted[] {
  const [, text = ''] = /gradle-(\d[\d.]*)/.exec(distributionUrl(properties) ?? '') ?? [];
  const version = versionIn(text);
  return version === undefined
    ? []
    : [{ version: { major: version.major, minor: 0 }, reason: `the project's wrapper names Gradle ${text}` }];
}
