// Which changes the customer must prove.
import { useQuery } from '@tanstack/react-query';
import { InputNumber, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { VerificationSettingsView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { read, useWrite } from '../../shared/queries';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import '../quality/quality.css';

const FIELDS = ['phone', 'email', 'id_number'] as const;
const ORIGINS = ['staff', 'key'] as const;
const PERIODS = [
  { name: 'typing_minutes', least: 0, most: 1_440 },
  { name: 'expires_hours', least: 1, most: 720 },
] as const;

export function Verification() {
  const { t } = useTranslation();
  const settings = useQuery(read<VerificationSettingsView>('/verification/settings'));
  return (
    <>
      <PageHead title={t('settings.section.verification')} />
      <div className="page-body settings-cards">
        <p className="muted">{t('verified.settings.hint')}</p>
        <p className="muted">{t('verified.settings.shipped')}</p>
        {settings.data ? (
          <Rules settings={settings.data} />
        ) : settings.error ? (
          <ErrorState failure={settings.error} onRetry={() => void settings.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    </>
  );
}

function Rules({ settings }: { settings: VerificationSettingsView }) {
  const { t } = useTranslation();
  const save = useWrite<object>({
    deed: (change) => api.patch('/verification/settings', change, { version: settings.version }),
    touches: () => [['verification']],
    done: () => t('common.saved'),
  });
  const isFixed = !settings.can.includes('change');
  return (
    <>
      {FIELDS.map((field) => (
        <section className="card" key={field} aria-label={t(`verified.field.${field}`)}>
          <header>
            <h2>{t(`verified.field.${field}`)}</h2>
          </header>
          <div className="inside quality-weights">
            {ORIGINS.map((origin) => (
              <label key={origin} htmlFor={`${field}-${origin}`}>
                <span>{t(`verified.settings.${origin}`)}</span>
                <Switch
                  id={`${field}-${origin}`}
                  checked={settings[field][origin]}
                  disabled={isFixed || save.isPending}
                  onChange={(isNeeded) => save.mutate({ [field]: { ...settings[field], [origin]: isNeeded } })}
                />
              </label>
            ))}
            {!settings[field].key && <p className="late">{t('verified.settings.keyFree')}</p>}
          </div>
        </section>
      ))}
      <section className="card" aria-label={t('verified.settings.periods')}>
        <header>
          <h2>{t('verified.settings.periods')}</h2>
        </header>
        <div className="inside quality-weights">
          {PERIODS.map(({ name, least, most }) => (
            <label key={name} htmlFor={name}>
              <span>{t(`verified.settings.${name}`)}</span>
              <InputNumber
                id={name}
                key={settings[name]}
                min={least}
                max={most}
                precision={0}
                disabled={isFixed}
                defaultValue={settings[name]}
                style={{ width: 84 }}
                onBlur={(event) => {
                  const value = Number(event.target.value);
                  if (event.target.value !== '' && value !== settings[name]) save.mutate({ [name]: value });
                }}
              />
            </label>
          ))}
        </div>
      </section>
    </>
  );
}
