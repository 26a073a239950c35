// Setting up a second factor: the secret as a QR code, a code of it in return, and the recovery codes.
import { Button, Form, Input, QRCode, Space } from 'antd';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentView } from '../../shared/api/types';
import { problemWords } from '../../shared/queries';
import { CopyButton, CopyLine } from '../../shared/ui/Copy';
import './session.css';

interface EnrolmentFormProps {
  shown: EnrolmentView;
  isSending: boolean;
  problem: Error | null;
  onCode: (code: string) => void;
}

/** Shows the secret and asks for the first code of it. */
export function EnrolmentForm({ shown, isSending, problem, onCode }: EnrolmentFormProps) {
  const { t } = useTranslation();
  return (
    <div className="enrolment">
      <p className="second">{t('factor.scan')}</p>
      <div className="qr">
        <QRCode
          type="svg"
          value={shown.address}
          size={176}
          color="#000"
          bgColor="#fff"
          bordered={false}
          aria-label={t('factor.qr')}
        />
      </div>
      <p className="muted">{t('factor.byHand')}</p>
      <CopyLine text={shown.secret} />
      <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={({ code }) => onCode(code)}>
        <Form.Item
          name="code"
          label={t('factor.code')}
          extra={t('factor.codeHint')}
          rules={[{ required: true, pattern: /^\s*(\d\s*){6}$/, message: t('factor.codeMissing') }]}
        >
          <Input className="num" inputMode="numeric" autoComplete="one-time-code" maxLength={12} />
        </Form.Item>
        {problem && (
          <p className="door-problem" role="alert">
            {problemWords(problem, t).title}
          </p>
        )}
        <Button type="primary" htmlType="submit" block loading={isSending}>
          {t('factor.confirm')}
        </Button>
      </Form>
    </div>
  );
}

/** The recovery codes, shown this once. */
export function RecoveryCodeList({ codes, onSaved }: { codes: readonly string[]; onSaved: () => void }) {
  const { t } = useTranslation();
  const text = codes.join('\n');
  return (
    <div className="enrolment">
      <p className="second">{t('factor.codesHint')}</p>
      <ol className="recovery-codes num">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Space>
        <CopyButton text={text} label={t('factor.copyCodes')} />
        <Button
          size="small"
          icon={<Download size={13} />}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={`${t('factor.codesFile')}.txt`}
        >
          {t('factor.saveCodes')}
        </Button>
      </Space>
      <Button type="primary" block onClick={onSaved}>
        {t('factor.saved')}
      </Button>
    </div>
  );
}
