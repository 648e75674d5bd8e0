/**
 * Log settings of peers and orderers (`docs/source/logging-control.md`): Fabric's own format without its colours. The
 * levels apply from the first line on, the format only once it has been read (`common/flogging`); until then an orderer
 * logs in colours what `localconfig` fills in, so only warnings of that are enabled.
 */
export const LOGGING_ENVIRONMENT = {
  FABRIC_LOGGING_SPEC: 'localconfig=warning:info',
  FABRIC_LOGGING_FORMAT:
    '%{time:2006-01-02T15:04:05.000Z07:00} [%{module}] %{shortfunc} -> %{level:.4s} %{id:03x} %{message}',
} as const;
