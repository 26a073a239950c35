// Whose file is this? A file, or words out of one, leads back to who took it home.
import { Button, Input, Upload } from 'antd';
import { FileSearch, Upload as UploadIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { dateTime, number } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { tellingText } from './tellingText';

export function Traces() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [words, setWords] = useState('');
  const trace = useWrite<string, ExportView[]>({ deed: (text) => api.post<ExportView[]>('/file-traces', { text }) });
  const why = reason('trace_files');
  const readFile = async (file: File) => trace.mutate(await tellingText(file));
  return (
    <>
      <PageHead title={t('privacy.section.traces')} />
      <div className="traces">
        <p className="second">{t('privacy.traces.how')}</p>
        <Input.TextArea
          aria-label={t('privacy.traces.words')}
          placeholder={t('privacy.traces.words')}
          value={words}
          autoSize={{ minRows: 3, maxRows: 8 }}
          onChange={(event) => setWords(event.target.value)}
        />
        <div className="affected">
          <Deed
            type="primary"
            icon={<FileSearch size={15} />}
            reason={why ?? (words.trim() ? null : t('privacy.traces.nothing'))}
            loading={trace.isPending}
            onClick={() => trace.mutate(words.slice(0, 200_000))}
          >
            {t('privacy.traces.trace')}
          </Deed>
          <Upload
            accept=".csv,.xlsx,.txt"
            showUploadList={false}
            disabled={Boolean(why)}
            beforeUpload={(file) => {
              void readFile(file);
              return false;
            }}
          >
            <Button icon={<UploadIcon size={15} />} disabled={Boolean(why)}>
              {t('privacy.traces.file')}
            </Button>
          </Upload>
        </div>
        {trace.data?.length === 0 && <Empty icon={FileSearch} title={t('privacy.traces.unknown')} />}
        {trace.data && trace.data.length > 0 && (
          <PlainTable<ExportView>
            label={t('privacy.traces.found')}
            rows={trace.data}
            columns={[
              { id: 'by', title: t('privacy.exports.by'), cell: (one) => <b>{one.by.name}</b> },
              { id: 'when', title: t('consent.when'), cell: (one) => dateTime(one.created_at) },
              {
                id: 'what',
                title: t('privacy.exports.what'),
                cell: (one) =>
                  [
                    t(`background.exportOf.${one.about}`, { format: one.format.toUpperCase() }),
                    number(one.rows),
                    one.reason,
                  ]
                    .filter(Boolean)
                    .join(' · '),
              },
              { id: 'mark', title: t('privacy.traces.mark'), cell: (one) => <code>{one.mark}</code> },
            ]}
          />
        )}
      </div>
    </>
  );
}
