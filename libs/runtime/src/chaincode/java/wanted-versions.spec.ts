import { gradleOfPlugins, gradleOfWrapper, wantedJdk, withShadow } from './wanted-versions';

it.each([
  ['java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }', 21],
  ['java { toolchain { languageVersion.set(JavaLanguageVersion.of(17)) } }', 17],
  ['sourceCompatibility = JavaVersion.VERSION_17', 17],
  ['sourceCompatibility = 1.8', 8],
  ["targetCompatibility '11'", 11],
  ['compileJava { options.release = 11 }', 11],
  ['<maven.compiler.release>21</maven.compiler.release><maven.compiler.source>1.8</maven.compiler.source>', 21],
  ['<configuration><release>17</release></configuration>', 17],
  ['<properties><java.version>21</java.version></properties>', 21],
])('a JDK is required by %s', (text, major) => {
  expect(wantedJdk(text)).toEqual({ major, minor: 0 });
});

it('no JDK is required by a build file that does not name one', () => {
  expect(wantedJdk("plugins { id 'java' }")).toBeUndefined();
});

it.each([
  ["id 'com.gradleup.shadow' version '9.2.2'", { major: 8, minor: 11 }],
  ['id("com.gradleup.shadow") version "8.3.6"', { major: 8, minor: 3 }],
  ["id 'com.github.johnrengelman.shadow' version '8.1.1'", { major: 8, minor: 0 }],
  ['id("com.github.johnrengelman.shadow").version("7.1.2")', { major: 7, minor: 0 }],
  ["id 'com.github.johnrengelman.shadow' version '5.1.0'", { major: 5, minor: 0 }],
])('Gradle is required by the plugin of %s', (text, version) => {
  expect(gradleOfPlugins(text)[0]?.version).toEqual(version);
  expect(withShadow(text)).toBe(true);
});

it('Gradle of the same major version is required by a wrapper', () => {
  const properties = 'distributionUrl=https\\://services.gradle.org/distributions/gradle-9.1.0-bin.zip';
  expect(gradleOfWrapper(properties)).toEqual([
    { version: { major: 9, minor: 0 }, reason: "the project's wrapper names Gradle 9.1.0" },
  ]);
  expect(gradleOfWrapper('')).toEqual([]);
});
