export * from './data-layout';
export * from './master-key';
export * from './settings';
