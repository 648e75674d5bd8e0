import { mariaDbDatabases } from '@heddle/testing';
import { describeSchema } from './testing/schema-contract';

describeSchema('MariaDB', mariaDbDatabases);
