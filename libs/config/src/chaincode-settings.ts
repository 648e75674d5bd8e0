import { delimiter, resolve } from 'node:path';
import { z } from 'zod';

const count = (least: number, standard: number) => z.coerce.number().int().min(least).default(standard);

/** Variables of the sandbox of uploaded chaincode, and of the limits of builds and servers. */
export const ChaincodeVariables = {
  HEDDLE_UNSANDBOXED_CHAINCODE: z.enum(['0', '1']).default('0'),
  HEDDLE_SANDBOX_PATHS: z.string().default(''),
  HEDDLE_BUILD_MINUTES: count(1, 30),
  // V8 does not start with less.
  HEDDLE_BUILD_MEMORY_MIB: count(1_024, 4_096),
  HEDDLE_BUILD_PROCESSES: count(64, 1_024),
  HEDDLE_BUILD_FILE_MIB: count(1, 2_048),
  HEDDLE_BUILD_OUTPUT_LINES: count(100, 20_000),
  HEDDLE_BUILD_OUTPUT_MIB: count(1, 16),
  HEDDLE_CHAINCODE_MEMORY_MIB: count(1_024, 2_048),
  HEDDLE_CHAINCODE_PROCESSES: count(64, 512),
  HEDDLE_CHAINCODE_FILE_MIB: count(1, 256),
} as const;

/** How uploaded chaincode is built and run. */
export interface ChaincodeSettings {
  /** Builds and servers run with the worker's rights, without a sandbox. */
  readonly unsandboxed: boolean;
  /** Folders and files that a sandbox can see in addition to the system's. */
  readonly readable: readonly string[];
  readonly build: {
    readonly minutes: number;
    readonly memoryMib: number;
    readonly processes: number;
    readonly fileMib: number;
    readonly lines: number;
    readonly outputMib: number;
  };
  readonly server: { readonly memoryMib: number; readonly processes: number; readonly fileMib: number };
}

export function chaincodeSettings(values: z.output<z.ZodObject<typeof ChaincodeVariables>>): ChaincodeSettings {
  const paths = values.HEDDLE_SANDBOX_PATHS.split(delimiter).filter((path) => path !== '');
  return {
    unsandboxed: values.HEDDLE_UNSANDBOXED_CHAINCODE === '1',
    readable: paths.map((path) => resolve(path)),
    build: {
      minutes: values.HEDDLE_BUILD_MINUTES,
      memoryMib: values.HEDDLE_BUILD_MEMORY_MIB,
      processes: values.HEDDLE_BUILD_PROCESSES,
      fileMib: values.HEDDLE_BUILD_FILE_MIB,
      lines: values.HEDDLE_BUILD_OUTPUT_LINES,
      outputMib: values.HEDDLE_BUILD_OUTPUT_MIB,
    },
    server: {
      memoryMib: values.HEDDLE_CHAINCODE_MEMORY_MIB,
      processes: values.HEDDLE_CHAINCODE_PROCESSES,
      fileMib: values.HEDDLE_CHAINCODE_FILE_MIB,
    },
  };
}
