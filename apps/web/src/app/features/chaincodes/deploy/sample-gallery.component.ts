import { ChangeDetectionStrategy, Component, inject, output, signal, type OnInit } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { type ApiError, toApiError } from '@heddle/client';
import { api, type ChaincodeSample, type ChaincodeSource } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { isKnownSample } from './sample-names';

/** A sample that was chosen, as source that can be deployed. */
export interface ChosenSample {
  readonly sample: ChaincodeSample;
  readonly source: ChaincodeSource;
}

/** Offers the chaincodes that come with Heddle; shows nothing where there are none. */
@Component({
  selector: 'app-sample-gallery',
  imports: [ErrorPanelComponent, MatButtonModule, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (error(); as failure) {
      <app-error-panel [error]="failure" [canRetry]="false" />
    }
    @if (samples().length > 0) {
      <h3 id="samples">{{ t('chaincodes.samples') }}</h3>
      <ul class="gallery" aria-labelledby="samples">
        @for (sample of samples(); track sample.name) {
          <li class="sample" [class.chosen]="sample.name === chosenName()">
            <strong>{{ isKnown(sample.name) ? t('sample.' + sample.name) : sample.title }}</strong>
            <span class="muted small">{{ t('sampleShape.' + sample.shape) }}</span>
            <p class="small">{{ isKnown(sample.name) ? t('sampleText.' + sample.name) : sample.description }}</p>
            <p class="mono small">{{ functionsOf(sample) }}</p>
            <button
              matButton="outlined"
              type="button"
              [disabled]="busy()"
              [attr.aria-pressed]="sample.name === chosenName()"
              [attr.data-sample]="sample.name"
              (click)="choose(sample)"
            >
              {{ sample.name === chosenName() ? t('chaincodes.sampleChosen') : t('chaincodes.useSample') }}
            </button>
          </li>
        }
      </ul>
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: var(--app-space-2);
    }
    .gallery {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
      gap: var(--app-space-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .sample {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      gap: var(--app-space-1);
      padding: var(--app-space-3);
      border: 1px solid var(--app-line-strong);
      border-radius: var(--app-radius-md);
    }
    .sample > p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .sample > button {
      margin-top: auto;
    }
    .chosen {
      border-color: var(--app-accent);
      background: var(--app-accent-soft);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SampleGalleryComponent implements OnInit {
  readonly #client = inject(ApiClient);
  readonly chosen = output<ChosenSample>();
  protected readonly samples = signal<readonly ChaincodeSample[]>([]);
  protected readonly chosenName = signal<string | null>(null);
  protected readonly error = signal<ApiError | null>(null);
  protected readonly busy = signal(false);
  protected readonly isKnown = isKnownSample;

  ngOnInit(): void {
    void this.#during(async () => {
      this.samples.set((await this.#client.ask(api.samples.list, {})).items);
    });
  }

  protected functionsOf({ functions }: ChaincodeSample): string {
    return functions.map(({ name }) => name).join(', ');
  }

  protected choose(sample: ChaincodeSample): Promise<void> {
    return this.#during(async () => {
      const source = await this.#client.ask(api.samples.use, { params: { sample: sample.name } });
      this.chosenName.set(sample.name);
      this.chosen.emit({ sample, source });
    });
  }

  async #during(work: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.error.set(null);
    try {
      await work();
    } catch (error) {
      this.error.set(toApiError(error));
    } finally {
      this.busy.set(false);
    }
  }
}
