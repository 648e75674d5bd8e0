import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Resources } from './resources';

/** What the process opened at its start, for every module. */
@Global()
@Module({})
export class ResourcesModule {
  static over(resources: Resources): DynamicModule {
    return {
      module: ResourcesModule,
      providers: [{ provide: Resources, useValue: resources }],
      exports: [Resources],
    };
  }
}
