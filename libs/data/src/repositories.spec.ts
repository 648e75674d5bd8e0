import { sqliteDatabases } from '@heddle/testing';
import { describeRepositories } from './testing/repository-contract';

describeRepositories('SQLite', sqliteDatabases);
