import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Channel, ConfiguredMember } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { StatusComponent } from '../../../ui/status/status.component';

/** The organizations of a channel with their peers, and its orderers. */
@Component({
  selector: 'app-channel-members',
  imports: [StatusComponent, TranslocoDirective],
  templateUrl: './channel-members.component.html',
  styles: `
    .node {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--app-space-2);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelMembersComponent {
  readonly channel = input.required<Channel>();
  /** Organizations that other clients added. */
  readonly external = input.required<readonly ConfiguredMember[]>();
}
