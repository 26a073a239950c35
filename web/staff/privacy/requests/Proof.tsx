// The proof of a deletion: what is gone and what is kept, in words; the tables of the database folded away.
import { Button } from 'antd';
import { FileCheck2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DeletionAreaProof, DeletionProof, PersonRequestView } from '../../../shared/api/types';
import { urlOf } from '../../../shared/client';
import { listing, number } from '../../../shared/format';
import { KeptRecords } from './KeptRecords';

interface ProofProps {
  request: PersonRequestView;
  proof: DeletionProof;
  areas: DeletionAreaProof[];
}

export function Proof({ request, proof, areas }: ProofProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        {t('requests.deletion.proven', {
          forms: number(proof.forms),
          tables: number(proof.tables.length),
          files: number(proof.files_looked_into),
        })}
      </p>
      {proof.shared > 0 && <p className="second">{t('requests.deletion.shared', { count: proof.shared })}</p>}
      {proof.common_names > 0 && <p className="second">{t('requests.deletion.commonName')}</p>}
      {proof.short_names > 0 && <p className="second">{t('requests.deletion.shortName')}</p>}
      {proof.tables.some(({ namesakes }) => namesakes > 0) && (
        <p className="second">{t('requests.deletion.namesakes')}</p>
      )}
      {proof.merged_records > 0 && <p>{t('requests.deletion.withMerged', { count: proof.merged_records })}</p>}
      <Gone areas={areas} />
      {proof.kept.map((kept) => (
        <p key={kept.kind} className="second">
          {t('requests.deletion.kept', {
            kind: t(`requests.deletion.keptKind.${kept.kind}`),
            count: kept.records,
            until: kept.until,
          })}
          {' · '}
          {kept.basis}
        </p>
      ))}
      {typeof proof.vacuumed_tables === 'number' && (
        <p className="second">{t('requests.deletion.vacuumed', { tables: number(proof.vacuumed_tables) })}</p>
      )}
      {proof.backups_until && (
        <p className="second">{t('requests.deletion.backups', { until: proof.backups_until })}</p>
      )}
      <Tables proof={proof} />
      <div className="request-line">
        {proof.kept.length > 0 && <KeptRecords request={request} />}
        {(['zh', 'en'] as const).map((language) => (
          <Button
            key={language}
            icon={<FileCheck2 size={14} />}
            href={urlOf(`/person-requests/${request.id}/proof`, { language })}
            target="_blank"
          >
            {t(`requests.deletion.paper.${language}`)}
          </Button>
        ))}
      </div>
    </>
  );
}

/** What was dealt with in each part of the house; parts with nothing in one sentence. */
function Gone({ areas }: { areas: DeletionAreaProof[] }) {
  const { t } = useTranslation();
  const dealt = areas.filter(({ rows, mended }) => rows + mended > 0);
  const empty = areas.filter(({ rows, mended }) => rows + mended === 0);
  return (
    <>
      <ul className="proof-areas" aria-label={t('requests.deletion.gone')}>
        {dealt.map(({ area, rows, mended }) => (
          <li key={area}>
            <span>{t(`requests.deletion.area.${area}`)}</span>
            <span className="muted">
              {t('requests.deletion.dealt', { rows: number(rows) })}
              {mended > 0 && t('requests.deletion.alsoMended', { mended: number(mended) })}
            </span>
          </li>
        ))}
      </ul>
      {empty.length > 0 && (
        <p className="second">
          {t('requests.deletion.nothingIn', {
            areas: listing(empty.map(({ area }) => t(`requests.deletion.area.${area}`))),
          })}
        </p>
      )}
    </>
  );
}

/** For who wants to check: table by table, those with nothing counted only. */
function Tables({ proof }: { proof: DeletionProof }) {
  const { t } = useTranslation();
  const dealt = proof.tables.filter(({ rows, mended, namesakes }) => rows + mended + namesakes > 0);
  return (
    <details className="proof-tables">
      <summary>{t('requests.deletion.technical')}</summary>
      <table className="proof-table">
        <thead>
          <tr>
            <th scope="col">{t('requests.deletion.table')}</th>
            <th scope="col">{t('requests.deletion.rows')}</th>
            <th scope="col">{t('requests.deletion.mended')}</th>
            <th scope="col">{t('requests.deletion.namesake')}</th>
          </tr>
        </thead>
        <tbody>
          {dealt.map((table) => (
            <tr key={table.table}>
              <td>
                <code>{table.table}</code>
              </td>
              <td>{number(table.rows)}</td>
              <td>{number(table.mended)}</td>
              <td>{number(table.namesakes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {t('requests.deletion.othersEmpty', { tables: number(proof.tables.length - dealt.length) })}
      </p>
    </details>
  );
}
