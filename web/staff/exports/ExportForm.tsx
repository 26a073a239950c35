// Taking the list home as a file: format, reason, progress, download.
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Modal, Progress, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportView } from '../../shared/api/types';
import { api, urlOf } from '../../shared/client';
import { dateTime, fileSize, number } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { forgetFaults } from '../../shared/ui/formFaults';
import { showAtFields } from '../settings/FormDrawer';
import './exports.css';

export interface ExportQuestion {
  q: string | undefined;
  filter: string[];
  sort: string | undefined;
}

interface ExportFormProps {
  about: 'customers' | 'vehicles' | 'recall_cars';
  question: ExportQuestion;
  /** The chosen rows; null for all that the question finds. */
  ids: readonly string[] | null;
  columns: readonly string[];
  onClose: () => void;
}

interface ExportWords {
  format: 'xlsx' | 'csv';
  reason: string;
}

const POLL_MS = 600;

export function ExportForm({ about, question, ids, columns, onClose }: ExportFormProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<ExportWords>();
  const [startedId, setStartedId] = useState<string>();
  const start = useWrite<ExportWords, ExportView>({
    deed: (words) =>
      api.post<ExportView>('/exports', {
        about,
        ...(ids ? { ids } : { q: question.q, filters: question.filter }),
        sort: question.sort,
        columns,
        format: words.format,
        reason: words.reason || undefined,
      }),
    onDone: (started) => setStartedId(started.id),
    onProblem: (problem) => showAtFields(form, problem),
  });
  const { data: file } = useQuery({
    ...read<ExportView>(`/exports/${startedId}`),
    enabled: startedId !== undefined,
    refetchInterval: ({ state }) => (isRunning(state.data) ? POLL_MS : false),
  });
  const isDone = file?.state === 'done';
  useEffect(() => {
    if (!isDone || !startedId) return;
    void fetchFile(startedId).then((isFetched) => isFetched && message.success(t('export.downloading')));
  }, [isDone, startedId, message, t]);
  const percent = file?.total ? Math.round((file.rows / file.total) * 100) : 0;
  return (
    <Modal
      open
      width={440}
      title={t(`export.title.${about}`)}
      onCancel={onClose}
      footer={
        startedId ? (
          <Button onClick={onClose}>{t('common.close')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="primary" loading={start.isPending} onClick={() => form.submit()}>
              {t('export.start')}
            </Button>
          </>
        )
      }
    >
      {file?.state === 'held' ? (
        <Alert type="info" showIcon title={t('export.held', { at: dateTime(file.approve_until ?? file.created_at) })} />
      ) : startedId ? (
        <div aria-live="polite">
          <Progress
            percent={isDone ? 100 : percent}
            status={file?.state === 'failed' ? 'exception' : isDone ? 'success' : 'active'}
          />
          {file?.state === 'failed' && <p className="late">{file.error ?? t('export.failed')}</p>}
          {isDone ? (
            <p>
              <button type="button" className="link" onClick={() => void fetchFile(startedId)}>
                {file.file_name}
              </button>{' '}
              <span className="muted num">{fileSize(file.size)}</span>
            </p>
          ) : (
            <p className="muted num">
              {t('export.rows', { rows: number(file?.rows ?? 0), total: number(file?.total ?? 0) })}
            </p>
          )}
        </div>
      ) : (
        <Form<ExportWords>
          form={form}
          onValuesChange={forgetFaults(form)}
          layout="vertical"
          requiredMark={false}
          initialValues={{ format: 'xlsx', reason: '' }}
          onFinish={(words) => start.mutate(words)}
        >
          <p className="muted export-hint">
            {ids ? t('export.chosen', { words: number(ids.length) }) : t(`export.all.${about}`)}
          </p>
          <Form.Item name="format" label={t('export.format')}>
            <Radio.Group
              options={[
                { value: 'xlsx', label: 'Excel (.xlsx)' },
                { value: 'csv', label: 'CSV (.csv)' },
              ]}
            />
          </Form.Item>
          <Form.Item name="reason" label={t('export.reason')} extra={t('export.reasonHint')}>
            <Input maxLength={200} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}

function isRunning(file: ExportView | undefined): boolean {
  return file === undefined || file.state === 'waiting' || file.state === 'running';
}

/** Follows the link to the file, once the person has proved lately who they are: a link itself can't ask for it. */
async function fetchFile(id: string): Promise<boolean> {
  try {
    await api.get('/session/proof');
  } catch {
    return false;
  }
  location.assign(urlOf(`/exports/${id}/file`));
  return true;
}
