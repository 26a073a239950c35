// Where each field is found, beside what a pasted sample would become by it: tried while one types, and nothing is written.
import { useQuery } from '@tanstack/react-query';
import { Alert, Input } from 'antd';
import { CircleCheck } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectorTrial, EnquiryField, MappedField, PayloadFormat } from '../../../shared/api/types';
import { api, Problem } from '../../../shared/client';
import { FIELDS, type Lines, mappingOf } from './mapping';
import { problemOf } from './problem';

interface MappingEditorProps {
  format: PayloadFormat;
  /** What the channel usually sends. */
  sample: string;
  lines: Lines;
  each: string;
  /** What the server refused. */
  faults: string[];
  onChange: (lines: Lines, each: string) => void;
}

export function MappingEditor({ format, sample: usual, lines, each, faults, onChange }: MappingEditorProps) {
  const { t } = useTranslation();
  const [sample, setSample] = useState(usual);
  const trial = useTrial(format, lines, each, sample);
  const [first, ...others] = trial.data?.enquiries ?? [];
  const change = (field: EnquiryField, part: Partial<Lines[EnquiryField]>) =>
    onChange({ ...lines, [field]: { ...lines[field], ...part } }, each);
  const refused = trial.error instanceof Problem ? trial.error.errors.map(({ message }) => message) : [];
  const told = [...new Set([...faults, ...refused])];
  return (
    <section className="mapping" aria-label={t('leadChannels.mapping')}>
      <h3>{t('leadChannels.mapping')}</h3>
      <p className="muted">{t('leadChannels.mappingHint')}</p>
      <div className="sample">
        <label htmlFor="mapping-sample">{t('leadChannels.sample')}</label>
        <Input.TextArea
          id="mapping-sample"
          value={sample}
          onChange={(event) => setSample(event.target.value)}
          autoSize={{ minRows: 3, maxRows: 10 }}
          spellCheck={false}
          maxLength={65_536}
        />
      </div>
      {told.length > 0 && <Alert type="error" showIcon title={told.join('；')} />}
      <Verdict trial={trial.data} />
      <div className="each">
        <label htmlFor="mapping-each">{t('leadChannels.each')}</label>
        <Input
          id="mapping-each"
          size="small"
          value={each}
          placeholder={t('leadChannels.eachHint')}
          onChange={(event) => onChange(lines, event.target.value)}
        />
      </div>
      <div className="mapping-lines">
        <div className="mapping-head" aria-hidden="true">
          <span>{t('leadChannels.field.title')}</span>
          <span>{t('leadChannels.from')}</span>
          <span>{t('leadChannels.values')}</span>
          <span>{t('leadChannels.becomes')}</span>
        </div>
        {FIELDS.map((field) => (
          <div key={field} className="mapping-line">
            <span>{t(`leadChannels.field.${field}`)}</span>
            <Input
              size="small"
              value={lines[field].from}
              spellCheck={false}
              aria-label={t('leadChannels.fromOf', { field: t(`leadChannels.field.${field}`) })}
              onChange={(event) => change(field, { from: event.target.value })}
            />
            <Input
              size="small"
              value={lines[field].values}
              spellCheck={false}
              placeholder={field === 'gender' ? '1=male; 2=female' : ''}
              aria-label={t('leadChannels.valuesOf', { field: t(`leadChannels.field.${field}`) })}
              onChange={(event) => change(field, { values: event.target.value })}
            />
            <Becomes found={first?.fields.find((one) => one.field === field)} />
          </div>
        ))}
      </div>
      {others.length > 0 && <p className="muted">{t('leadChannels.others', { count: others.length })}</p>}
    </section>
  );
}

function useTrial(format: PayloadFormat, lines: Lines, each: string, sample: string) {
  const mapping = mappingOf(lines, each);
  // Typing goes before trying.
  const asked = useDeferredValue(JSON.stringify({ format, mapping, sample }));
  return useQuery({
    queryKey: ['connector-trials', asked],
    queryFn: () => api.post<ConnectorTrial>('/connector-trials', JSON.parse(asked) as object),
    placeholderData: (before) => before,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function Verdict({ trial }: { trial: ConnectorTrial | undefined }) {
  const { t } = useTranslation();
  if (!trial) return null;
  const faults = trial.fault ? [trial.fault] : trial.enquiries.flatMap((one) => one.faults);
  return (
    <output className="verdict">
      {faults.length === 0 ? (
        <p className="good">
          <CircleCheck size={15} /> {t('leadChannels.wouldTake', { count: trial.enquiries.length })}
        </p>
      ) : (
        <Alert
          type="warning"
          showIcon
          title={t('leadChannels.wouldQuarantine')}
          description={faults.map((fault) => problemOf(t, fault.code, fault.message)).join('；')}
        />
      )}
    </output>
  );
}

export function Becomes({ found }: { found: MappedField | undefined }) {
  const { t } = useTranslation();
  if (!found?.said) return <span className="becomes muted">—</span>;
  if (found.note) {
    return (
      <span className="becomes soon" title={found.note.message}>
        {t('leadChannels.leftOut', { said: found.said })}
      </span>
    );
  }
  return (
    <span className="becomes" title={found.taken ?? ''}>
      {found.taken}
    </span>
  );
}
