// All English words: the common ones, and a file per page or department.
import words from '../en.json';
import absences from './absences.json';
import duplicates from './duplicates.json';
import home from './home.json';
import privacy from './privacy.json';
import profile from './profile.json';
import requests from './requests.json';
import vehicles from './vehicles.json';

export default [words, duplicates, absences, home, privacy, profile, requests, vehicles];
