import { Global, Module } from '@nestjs/common';
import { Acceptance } from './acceptance';
import { AuditLog } from './audit-log';
import { Housekeeping } from './housekeeping';
import { Idempotency } from './idempotency';
import { Inspection } from './inspection';
import { Messaging } from './messaging';

/** What every module needs to accept requests, to announce changes and to ask workers. */
@Global()
@Module({
  providers: [Acceptance, AuditLog, Housekeeping, Idempotency, Inspection, Messaging],
  exports: [Acceptance, AuditLog, Idempotency, Inspection, Messaging],
})
export class RequestsModule {}
