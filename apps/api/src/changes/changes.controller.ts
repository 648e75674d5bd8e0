import { Controller } from '@nestjs/common';
import { api, type Chain, type ChangePreview, type InputOf } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { Caller } from '../http/principal';
import type { Principal } from '../http/request';
import type { Accepted } from '../requests/acceptance';
import { ChangesService } from './changes.service';

@Controller()
export class ChangesController {
  constructor(private readonly changes: ChangesService) {}

  @Endpoint(api.changes.preview)
  preview(@Input() input: InputOf<typeof api.changes.preview>): Promise<ChangePreview> {
    return this.changes.preview(input);
  }

  @Endpoint(api.changes.request)
  request(@Input() input: InputOf<typeof api.changes.request>, @Caller() caller: Principal): Promise<Accepted<Chain>> {
    return this.changes.request(input, caller);
  }
}
