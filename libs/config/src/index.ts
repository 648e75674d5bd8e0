export type { ChaincodeSettings } from './chaincode-settings';
export * from './data-home';
export * from './data-layout';
export * from './master-key';
export * from './settings';
