import { FABRIC_VERSION, type ClusterImages } from '@heddle/contracts';

/** A release of programs, as its vendor publishes it: a folder with `bin` and, if the programs have one, `config`. */
export interface ProgramRelease {
  /** The vendor's name of it. */
  readonly title: string;
  readonly version: string;
  /** The environment variable that names its folder on a machine. */
  readonly variable: string;
}

export const PROGRAM_RELEASES = {
  fabric: { title: 'Fabric', version: FABRIC_VERSION, variable: 'FABRIC_HOME' },
} as const satisfies Readonly<Record<string, ProgramRelease>>;

export type ReleaseName = keyof typeof PROGRAM_RELEASES;

/** A program that nodes run and that Heddle does not build. */
export interface CatalogueProgram {
  /** On a machine: an executable in `bin` of a release. */
  readonly machine: { readonly release: ReleaseName; readonly executable: string };
  /** On a cluster: one of the images in its settings, and the command in it; empty for the image's entry point. */
  readonly cluster: { readonly image: keyof ClusterImages; readonly command: readonly string[] };
}

/** Every such program. Both runtimes find a program by its entry alone. */
export const PROGRAMS = {
  orderer: {
    machine: { release: 'fabric', executable: 'orderer' },
    cluster: { image: 'orderer', command: ['orderer'] },
  },
  peer: {
    machine: { release: 'fabric', executable: 'peer' },
    cluster: { image: 'peer', command: ['peer'] },
  },
} as const satisfies Readonly<Record<string, CatalogueProgram>>;

export type ProgramName = keyof typeof PROGRAMS;
