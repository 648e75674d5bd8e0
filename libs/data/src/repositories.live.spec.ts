import { mariaDbDatabases } from '@heddle/testing';
import { describeRepositories } from './testing/repository-contract';

describeRepositories('MariaDB', mariaDbDatabases);
