import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { ClusterTest } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { IconComponent } from '../../../ui/icon/icon.component';

/** What a connection test found, and what to do about what is wrong. */
@Component({
  selector: 'app-test-result',
  imports: [IconComponent, TranslocoDirective],
  templateUrl: './test-result.component.html',
  styleUrl: './test-result.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TestResultComponent {
  readonly test = input.required<ClusterTest>();
}
