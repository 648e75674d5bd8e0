import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { type ApiError, toApiError } from '@heddle/client';
import { KUBECONFIG_MAX, api, type KubeconfigContext } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { IconComponent } from '../../../ui/icon/icon.component';

export interface ChosenContext {
  kubeconfig: string;
  /** Empty until one is chosen. */
  context: string;
}

/** Takes a kubeconfig, by choosing or dropping it, and lists its contexts with what the server thinks of them. */
@Component({
  selector: 'app-kubeconfig-upload',
  imports: [ErrorPanelComponent, IconComponent, MatButtonModule, MatProgressBarModule, TranslocoDirective],
  templateUrl: './kubeconfig-upload.component.html',
  styleUrl: './kubeconfig-upload.component.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class KubeconfigUploadComponent {
  readonly #client = inject(ApiClient);
  readonly chosen = output<ChosenContext>();
  protected readonly fileName = signal<string | null>(null);
  protected readonly contexts = signal<readonly KubeconfigContext[]>([]);
  protected readonly context = signal('');
  protected readonly usable = computed(() => this.contexts().some(({ refused }) => refused === null));
  protected readonly error = signal<ApiError | null>(null);
  protected readonly tooLarge = signal(false);
  protected readonly busy = signal(false);
  protected readonly over = signal(false);
  #kubeconfig = '';

  protected dragged(event: DragEvent): void {
    event.preventDefault();
    this.over.set(true);
  }

  protected dropped(event: DragEvent): void {
    event.preventDefault();
    this.over.set(false);
    void this.take(event.dataTransfer?.files.item(0) ?? null);
  }

  protected async take(file: File | null): Promise<void> {
    if (file === null) return;
    this.#forget(file.name);
    this.tooLarge.set(file.size > KUBECONFIG_MAX);
    if (this.tooLarge()) return;
    this.busy.set(true);
    try {
      const kubeconfig = await file.text();
      const { contexts } = await this.#client.ask(api.clusters.inspect, { body: { kubeconfig } });
      this.#kubeconfig = kubeconfig;
      this.contexts.set(contexts);
      const usable = contexts.filter(({ refused }) => refused === null);
      const suggested = usable.find(({ current }) => current) ?? (usable.length === 1 ? usable[0] : undefined);
      if (suggested !== undefined) this.choose(suggested.name);
    } catch (error) {
      this.error.set(toApiError(error));
    } finally {
      this.busy.set(false);
    }
  }

  protected choose(context: string): void {
    this.context.set(context);
    this.chosen.emit({ kubeconfig: this.#kubeconfig, context });
  }

  /** What an earlier file offered must not be sent under a later one's name. */
  #forget(fileName: string): void {
    this.fileName.set(fileName);
    this.contexts.set([]);
    this.error.set(null);
    this.#kubeconfig = '';
    this.choose('');
  }
}
