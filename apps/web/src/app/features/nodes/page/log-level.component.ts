import { ChangeDetectionStrategy, Component, inject, input, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { api, type Node } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { ApiClient } from '../../../core/api/api-client';
import { Attempt } from '../../../core/api/attempt';
import { Connectivity } from '../../../core/connectivity';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { RefusalDirective } from '../../../ui/error-panel/refusal.directive';
import { IconComponent } from '../../../ui/icon/icon.component';
import { Formats } from '../../../ui/time/formats';
import { LogLevelDialog } from './log-level.dialog';

/** The log level that a node has for a while, and the buttons that set and reset it; parts of the row that it is in. */
@Component({
  selector: 'app-log-level',
  imports: [ErrorPanelComponent, IconComponent, MatButton, RefusalDirective, TranslocoDirective],
  templateUrl: './log-level.component.html',
  styles: `
    :host {
      display: contents;
    }
    p {
      overflow-wrap: anywhere;
    }
    app-error-panel {
      flex: 1 1 100%;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LogLevelComponent {
  readonly #client = inject(ApiClient);
  readonly #dialog = inject(MatDialog);
  readonly #store = inject(ChainStore);
  readonly #attempt = new Attempt();
  protected readonly session = inject(SessionStore);
  protected readonly connectivity = inject(Connectivity);
  protected readonly formats = inject(Formats);
  readonly node = input.required<Node>();
  protected readonly busy = this.#attempt.busy;
  protected readonly error = this.#attempt.error;
  private readonly setter = viewChild('setter', { read: MatButton });

  protected async set(): Promise<void> {
    this.error.set(null);
    const settings = new MatDialogConfig<Node>();
    settings.data = this.node();
    settings.width = '560px';
    const dialog = this.#dialog.open<LogLevelDialog, Node, Node>(LogLevelDialog, settings);
    const node = await firstValueFrom(dialog.afterClosed());
    if (node !== undefined) this.#store.dispatch({ type: 'node', node });
  }

  protected async reset(): Promise<void> {
    const { chainId, id: nodeId } = this.node();
    await this.#attempt.run(async () => {
      const node = await this.#client.ask(api.nodes.resetLogLevel, { params: { chainId, nodeId } });
      this.#store.dispatch({ type: 'node', node });
      // The button that was pressed is gone.
      this.setter()?.focus();
    });
  }
}
